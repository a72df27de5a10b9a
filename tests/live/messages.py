"""Any message that a Live server might send, with all that may be missing or null in it."""

from __future__ import annotations

import base64
from typing import Any

from hypothesis import strategies as st


def record_of(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Return objects that have any of these fields, null among their values."""
    return st.fixed_dictionaries({}, optional={k: st.none() | v for k, v in fields.items()})


TRANSCRIPT = record_of(text=st.text(), finished=st.booleans())
BLOB = record_of(
    mimeType=st.text(), data=st.binary().map(lambda pcm: base64.b64encode(pcm).decode())
)
PART = record_of(text=st.text(), thought=st.booleans(), inlineData=BLOB)
STATUS = st.sampled_from(["IDLE", "IN_PROGRESS", "REQUIRES_ACTION", ""]) | st.text()
CONTENT = record_of(
    modelTurn=record_of(role=st.text(), parts=st.lists(PART)),
    inputTranscription=TRANSCRIPT,
    outputTranscription=TRANSCRIPT,
    interrupted=st.booleans(),
    generationComplete=st.booleans(),
    turnComplete=st.booleans(),
    turnCompleteReason=st.text(),
    interactionStatus=STATUS,
    somethingNew=st.text(),
)
UPDATE = record_of(newHandle=st.text(), resumable=st.booleans())
CALL = record_of(id=st.text(), name=st.text(), args=st.dictionaries(st.text(), st.integers()))
MESSAGES = record_of(
    setupComplete=record_of(sessionId=st.text()),
    serverContent=CONTENT,
    toolCall=record_of(functionCalls=st.lists(CALL)),
    toolCallCancellation=record_of(ids=st.lists(st.text())),
    usageMetadata=record_of(totalTokenCount=st.integers(-1, 2**40)),
    goAway=record_of(timeLeft=st.text() | st.floats().map("{}s".format)),
    sessionResumptionUpdate=UPDATE,
)
