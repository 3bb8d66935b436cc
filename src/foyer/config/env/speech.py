"""Whether and with what the assistant listens and speaks."""

from foyer.config.variables import flag, number, text, words


class Speech:
    """Speech in the chat."""

    extras = words(
        "FOYER_EXTRAS",
        [],
        "Optional parts that ./foyer installs beside the rest: speech (Whisper, eSpeak NG, sherpa-onnx; 260 MB), "
        "abroad (multilingual-e5-small, for articles in one language alone; 91 MB).",
    )
    speech = flag("FOYER_SPEECH", True, "Offer to listen and to read aloud in the chat, where models are installed.")
    speech_model = text(
        "FOYER_SPEECH_MODEL",
        "",
        "The folder of the bank's own recogniser: a Whisper model in CTranslate2's form, or a SenseVoice, Paraformer, "
        "Whisper or transducer model as sherpa-onnx publishes it.",
        "Whisper base, where the extra foyer[speech] is installed",
    )
    speech_voice_zh = text(
        "FOYER_SPEECH_VOICE_ZH",
        "",
        "The folder of the bank's own Mandarin voice: a Piper voice, or one of sherpa-onnx (VITS, Matcha, Kokoro).",
        "eSpeak NG, where it is installed",
    )
    speech_voice_en = text(
        "FOYER_SPEECH_VOICE_EN",
        "",
        "The folder of the bank's own English voice, of the same kinds.",
        "eSpeak NG, where it is installed",
    )
    speech_words = text(
        "FOYER_SPEECH_WORDS",
        "",
        "A file with names that customers say and a recogniser should expect (products, outlets), one a line.",
    )
    speech_threads = number(
        "FOYER_SPEECH_THREADS",
        0,
        "How many cores the recogniser may use in each web process that is listening; 0 means up to two.",
        "up to two",
        least=0,
        most=64,
    )
