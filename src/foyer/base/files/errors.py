"""Why a file may not come in."""

from django.utils.translation import gettext_lazy as _

from foyer.base.errors import Invalid


class FileRefused(Invalid):
    """A file that may not come in."""

    code = "file_refused"
    message = _("This file cannot be accepted.")


class FileTooLarge(FileRefused):
    code = "file_too_large"
    message = _("This file is too large.")


class FileTypeRefused(FileRefused):
    code = "file_type_refused"
    message = _("Files of this kind are not accepted.")
    mend = _("Send a picture, a PDF, an office document or plain text.")


class FileDamaged(FileRefused):
    code = "file_damaged"
    message = _("This picture is damaged or too large to open.")
    mend = _("Save it again, or send a smaller one.")


class FileInfected(FileRefused):
    code = "file_infected"
    message = _("The virus scanner has found something in this file.")
    mend = _("Do not open it, and have your device examined.")


class FileNotExamined(FileRefused):
    code = "file_not_examined"
    message = _("The file cannot be examined for viruses now.")
    mend = _("Try again in a few minutes, or write without it.")
    status = 503
    retry = True
