"""The language model that may put answers into words: none unless the bank names one."""

from foyer.config.variables import number, text


class Writer:
    """Which model, where, and how much of it."""

    llm_url = text(
        "FOYER_LLM_URL",
        "",
        "An endpoint of OpenAI's chat protocol that writes the assistant's answers from the bank's articles, as "
        "https://llm.bank.example/v1 (vLLM, llama.cpp, DeepSeek, Qwen); on this machine also over http. "
        "Empty: the assistant answers with the articles' own words.",
    )
    llm_key = text("FOYER_LLM_KEY", "", "The bearer token for FOYER_LLM_URL; kept in memory only, never logged.")
    llm_model = text("FOYER_LLM_MODEL", "default", "The model's name, as that endpoint knows it.")
    llm_version = text("FOYER_LLM_VERSION", "", "The model's version or the hash of its weights, for the register.")
    llm_provider = text("FOYER_LLM_PROVIDER", "", "Who runs it, for labels and the register; empty is the host's name.")
    llm_region = text("FOYER_LLM_REGION", "", "Where it runs, for the register, as CN or our own data centre.")
    llm_licence = text("FOYER_LLM_LICENCE", "", "The licence or contract under which it is used, for the register.")
    llm_first_seconds = number(
        "FOYER_LLM_FIRST_SECONDS", 6, "How long a first word may take before the built-in answer is given.", least=1
    )
    llm_seconds = number("FOYER_LLM_SECONDS", 25, "How long a whole answer may take.", least=1, most=120)
    llm_answer_tokens = number("FOYER_LLM_ANSWER_TOKENS", 500, "The most tokens of one answer.", least=50, most=4_000)
    llm_day_tokens = number(
        "FOYER_LLM_DAY_TOKENS", 2_000_000, "The most tokens a day, questions and answers together; 0 is no limit."
    )
    llm_talk_tokens = number(
        "FOYER_LLM_TALK_TOKENS", 20_000, "The most tokens for one conversation a day; 0 is no limit."
    )
    llm_at_once = number("FOYER_LLM_AT_ONCE", 4, "How many answers are written at the same time.", least=1, most=64)
