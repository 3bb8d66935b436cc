import { config } from "./api.js";
import { signIn } from "./sign-in.js";

signIn(document.getElementById("sign-in-form"), { onSignedIn: () => location.assign(config.next) });
