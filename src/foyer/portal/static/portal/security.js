// Reporting fraud: one tap, and the conversation with a person is open.

import { Refusal, begin, config, post } from "./api.js";
import { toast } from "./toast.js";

async function report(button, freeze) {
  button.disabled = true;
  try {
    await begin();
    await post("fraud-reports", { channel: config.channel, language: config.lang, large_type: config.large_type, freeze });
    location.assign(config.chat);
  } catch (problem) {
    button.disabled = false;
    toast(problem instanceof Refusal ? problem.message : document.querySelector("#alarm").textContent);
  }
}

const wire = (id, freeze) => { const button = document.getElementById(id); button?.addEventListener("click", () => report(button, freeze)); };
wire("report-fraud", false);
wire("report-and-freeze", true);
