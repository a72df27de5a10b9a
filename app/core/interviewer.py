"""The interviewer's side: what the server sends, what is heard of it, and what it still owes.

server message -> replies -> facts -> playout     the sound goes to the loudspeaker
                                   -> turns       the floor
                                   -> dialogue    what the model knows, what was answered
                                   -> watchdog    what it owes
"""

from __future__ import annotations

from typing import NamedTuple

import app.core.actions as act
import app.core.events as ev
import app.core.outgoing as out
from app.core.activity import Ear
from app.core.conduct import Conduct
from app.core.dialogue import Dialogue
from app.core.entries import HeardSoFar, Said, TokensCounted, note
from app.core.playout import Hearing, Playout, PlayoutParams
from app.core.replies import (
    Completed,
    FirstSign,
    Heard,
    Replies,
    ReplyFact,
    Sound,
    Stream,
    Words,
)
from app.core.turns import Floor, Turn, TurnParams, Turns
from app.core.watchdog import Watch, Watchdog, WatchdogParams

WRITTEN_EVERY_S = 1.0


class _Lull(NamedTuple):
    """When the interviewer's turn before was over, and when the present one began: seconds."""

    since: float
    until: float


class Interviewer:
    """Follows the interviewer; decides nothing that its machines do not.

    Attributes:
        turns: Who holds the floor.
        watchdog: What the model owes.
        replies: The server's stream.
        playout: What is heard next.
    """

    def __init__(
        self,
        dialogue: Dialogue,
        conduct: Conduct,
        params: tuple[TurnParams, WatchdogParams, PlayoutParams],
    ) -> None:
        turn_params, watchdog_params, playout_params = params
        self.turns = Turns(turn_params, may_interrupt=conduct.plan.may_interrupt)
        self.watchdog = Watchdog(watchdog_params)
        self.replies = Replies()
        self.playout = Playout(playout_params)
        self._dialogue = dialogue
        self._conduct = conduct
        self._lull = _Lull(0.0, 0.0)
        self._written = (0, 0.0)  # the reply written down last, and how much of it was heard

    def ask(self, text: str) -> list[act.Action]:
        """Ask for a reply by text."""
        self.turns.feed(Turn.ASKED)
        return self._dialogue.ask(text)

    def recall(self, replies: int, again: str) -> list[act.Action]:
        """Go on with an interview that had ``replies`` replies: the interviewer speaks next.

        Args:
            replies: The number of the last one.
            again: Asks it to say its last question again, if nothing else waits for a reply.
        """
        self.replies.recall(replies)
        if self._dialogue.answers.open is None:
            return self.ask(again)
        self.turns.feed(Turn.ASKED)
        return []

    def left(self, item: out.Outgoing, now: float) -> None:
        """Take an item that was handed to the socket: it may make a reply due."""
        seconds = self._dialogue.left(item)
        if seconds is not None:
            self.watchdog.asked(seconds, now)
        elif isinstance(item, out.WindowStart):
            self.watchdog.rest()

    def feed(self, event: ev.InterviewerEvent, now: float) -> list[act.Action]:
        """Take one message of the server."""
        match event:
            case ev.HandleGiven(_, handle):
                return self._dialogue.take_handle(handle) if handle else []
            case ev.CandidateText():
                return self._dialogue.hear_candidate(event)
            case ev.ToolCallCancelled(_, calls):
                self._dialogue.cancel(calls)
                return []
            case ev.TokensUsed(_, total):
                return [note(TokensCounted(total))]
            case ev.StillWorking():
                self.watchdog.sign(now)
                return []
            case ev.ToolCall():
                facts = self.replies.feed(event, self._dialogue.asked())
                return self._learn(facts, now) + self._dialogue.call(event)
            case ev.ReplyAudio():
                actions = self._learn(self.replies.feed(event, self._dialogue.asked()), now)
                self._expect_rest(now)
                return actions
            case _:
                return self._learn(self.replies.feed(event, self._dialogue.asked()), now)

    def played(self, event: ev.Played, at_s: float, now: float) -> list[act.Action]:
        """Sound of a reply went to the loudspeaker: to this second of the timeline."""
        heard = event.first + event.samples
        self._dialogue.transcript.played(event.reply, heard, at_s)
        if self._is_shown(event.reply) and event.reply == self.playout.owed:
            self._take_floor(now)  # the loudspeaker plays again: it goes on from where it was
        facts = self.replies.played(event)
        was = self.playout.state
        self.playout.played(event)
        return [
            *self._learn(facts, now),
            *self._heard_out(event.reply, was),
            *self._write_progress(event.reply),
        ]

    def barge_in(self, now: float) -> list[act.Action]:
        """The candidate begins to speak."""
        self.turns.feed(Turn.BEGAN)  # first: the reply that is cut here is owed to nobody
        if self.watchdog.state is Watch.REST_DUE:
            self.watchdog.rest()  # nor is its rest, however long their window waits for the line
        return self._learn(self.replies.barge_in(), now)

    def show(self, reply: int, at_s: float, now: float) -> list[act.Action]:
        """The loudspeaker plays nothing of a reply: let it be read, and the candidate speak.

        What waits for the loudspeaker stays in line. A reply that is whole counts as heard.
        """
        self._dialogue.transcript.shown(reply, at_s)
        self.turns.feed(Turn.OVER)
        begun = self.replies.played(ev.Played(reply, 0, 1, now))  # as its first sound would be
        return self._learn(begun, now) + self._write_down(reply, whole=False)

    def link_lost(self, now: float) -> list[act.Action]:
        """The connection is gone. A complete reply plays out; the rest of another never comes."""
        actions = self._learn(self.replies.link_lost(), now)
        self.watchdog.rest()
        return actions

    def fall_silent(self) -> list[act.Action]:
        """The interview is over: nothing more is heard, and what was heard is written down."""
        flushed = self.playout.flush()
        cut = [one for n in self.replies.sounding for one in self._write_down(n, whole=False)]
        return [*flushed, *cut]

    def ear(self, t: float) -> Ear:
        """How readily speech is believed that was captured at ``t``, in seconds.

        A microphone that thaws delivers what was said before the interviewer was heard.
        """
        if t < self._lull.until:
            return self.turns.ear_after(t, self._lull.since)
        return self.turns.ear(t, self.playout.heard_until)

    def caption(self) -> str:
        """Return the words of the newest reply that have been heard."""
        newest = self.replies.newest
        return self._dialogue.transcript.heard(newest.number) if newest else ""

    def _learn(self, facts: list[ReplyFact], now: float) -> list[act.Action]:
        return [action for fact in facts for action in self._learn_one(fact, now)]

    def _learn_one(self, fact: ReplyFact, now: float) -> list[act.Action]:
        match fact:
            case FirstSign():
                self.watchdog.sign(now)
                return []
            case Sound(reply, pcm):
                if not self._is_shown(reply):
                    self._take_floor(now)
                return self.playout.sound(reply, pcm)
            case Words(reply):
                self._dialogue.transcript.interviewer(fact)
                is_late = self.playout.state is Hearing.QUIET
                if not is_late and not self._is_shown(reply):
                    return []
                return self._write_down(reply, whole=is_late and self.replies.was_whole(reply))
            case Completed():
                return self._completed(fact)
            case Heard():
                self.watchdog.next_answer()
                actions = self._dialogue.heard(fact)
                self._conduct.answered = self._dialogue.answers.answered
                return actions
            case dropped:  # the rest of a reply will not come
                is_owed = self._dialogue.answers.open is not None  # else nobody had asked for it
                self.turns.feed(Turn.LOST if is_owed else Turn.OVER)
                if self.turns.floor is Floor.WAITING:
                    self.watchdog.asked(0.0, now)  # its answer is still owed a reply
                return self.playout.flush() + self._write_down(dropped.reply, whole=False)

    def _take_floor(self, now: float) -> None:
        if self.turns.floor is not Floor.INTERVIEWER:
            self._lull = _Lull(self.playout.heard_until, now)
        self.turns.feed(Turn.SOUNDS)

    def _is_shown(self, reply: int) -> bool:
        return self._dialogue.transcript.is_shown(reply)

    def _expect_rest(self, now: float) -> None:
        """Sound came: the rest of a reply to what was asked last is due, not of one before.

        A reply that nobody is to hear, as the second one to a replay, takes as long to come.
        """
        awaiting, newest = self._dialogue.coverage.awaiting, self.replies.newest
        if (
            newest is not None
            and self.replies.stream is Stream.COMING
            and (not awaiting or awaiting[-1] in newest.windows)
            and (self.watchdog.state is not Watch.OFF or not newest.is_dropped)
        ):
            self.watchdog.more(newest.samples / ev.REPLY_HZ, now)

    def _completed(self, fact: Completed) -> list[act.Action]:
        was_open = self._dialogue.answers.open is not None
        actions = self._dialogue.settle(fact)
        if not self._dialogue.coverage.awaiting:
            self.watchdog.rest()
        if fact.with_sound:
            was = self.playout.state
            actions += self.playout.whole(fact.reply)
            return actions + self._heard_out(fact.reply, was)
        self._conduct.answered = self._dialogue.answers.answered
        if was_open and self._dialogue.answers.open is None:  # declined just now
            self.watchdog.next_answer()
            self.turns.feed(Turn.OVER)
            actions += self._nudge()
        return actions

    def _nudge(self) -> list[act.Action]:
        """Ask once by text for the voice that did not come."""
        newest = self._dialogue.answers.exchanges[-1]
        if self._conduct.script.nudge in newest.prompts.values():
            return []
        return self.ask(self._conduct.script.nudge)

    def _heard_out(self, reply: int, was: Hearing) -> list[act.Action]:
        """Give the floor back once a reply has been heard to its end."""
        if was is Hearing.QUIET or self.playout.state is not Hearing.QUIET:
            return []
        self.turns.feed(Turn.OVER)
        return self._write_down(reply, whole=True)

    def _write_progress(self, reply: int) -> list[act.Action]:
        """Write down each second of a reply: a crash takes back no more of the words than that."""
        is_heard_out = self.replies.was_whole(reply) and reply not in self.replies.sounding
        if is_heard_out and self.playout.state is not Hearing.QUIET:  # the next is played already
            return self._write_down(reply, whole=True)
        written, heard_s = self._written
        new_s = self._dialogue.transcript.heard_s(reply) - (heard_s if written == reply else 0.0)
        is_due = new_s >= WRITTEN_EVERY_S and self.playout.state is Hearing.PLAYING
        if not is_due:
            return []
        return [
            note(HeardSoFar(said.reply or 0, said.at_s, said.text or "", said.seconds))
            for said in self._said(reply, whole=False)
        ]

    def _write_down(self, reply: int, *, whole: bool) -> list[act.Action]:
        """Write down what was heard of a reply; a later note of the same reply replaces it."""
        return [note(said) for said in self._said(reply, whole=whole)]

    def _said(self, reply: int, *, whole: bool) -> list[Said]:
        transcript = self._dialogue.transcript
        began_at, text = transcript.began_at(reply), transcript.heard(reply)
        if began_at is None or not text:
            return []
        heard_s = transcript.heard_s(reply)
        self._written = (reply, heard_s)
        return [
            Said(
                speaker="interviewer",
                at_s=round(began_at, 2),
                text=text,
                reply=reply,
                seconds=round(heard_s, 2),
                whole=whole,
            )
        ]
