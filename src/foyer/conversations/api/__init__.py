"""The JSON faces of this room: `customer` for those the bank serves, `staff` for the desk."""
