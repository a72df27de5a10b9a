from __future__ import annotations

from app.core.events import LinkClosed, MicrophoneFailed, SpeakerFailed, StoreFailed, Tick
from app.core.faults import DeviceFault, KeyRefused, LinkLost, StoreFault
from app.core.link import LinkState
from app.core.view import LinkView
from app.terminal.news import FaultNews
from tests.terminal.views import view


def test_a_fault_is_news_from_an_event_although_no_view_ever_shows_it() -> None:
    fault = KeyRefused("The key is refused.")
    assert FaultNews().in_event(LinkClosed(1, fault)) == [fault]


def test_every_event_that_brings_a_fault_counts_and_no_other() -> None:
    news = FaultNews()
    microphone, store = DeviceFault("The microphone is gone."), StoreFault("The disk is full.")
    assert news.in_event(MicrophoneFailed(microphone)) == [microphone]
    assert news.in_event(StoreFailed(store)) == [store]
    speaker = DeviceFault("The loudspeaker is gone.")
    assert news.in_event(SpeakerFailed(speaker)) == [speaker]
    assert news.in_event(Tick()) == []


def test_a_fault_is_told_once_however_often_it_is_met_and_seen() -> None:
    news = FaultNews()
    faults = [LinkLost("Nobody answers.") for _ in range(3)]
    told = [news.in_event(LinkClosed(1, faults[0]))]
    for fault in faults:
        told.append(news.in_view(view(link=LinkView(LinkState.WAITING, fault=fault))))
        told.append(news.in_event(LinkClosed(2, fault)))
    assert told == [[faults[0]], *[[]] * 6]


def test_a_fault_that_passed_and_comes_again_is_news_again() -> None:
    news, fault = FaultNews(), LinkLost("It broke.")
    assert news.in_view(view(link=LinkView(LinkState.WAITING, fault=fault))) == [fault]
    assert news.in_view(view()) == []
    assert news.in_view(view(link=LinkView(LinkState.WAITING, fault=fault))) == [fault]


def test_each_of_several_faults_is_news() -> None:
    store, microphone, link = StoreFault("a"), DeviceFault("b"), LinkLost("c")
    speaker, held = DeviceFault("d"), LinkView(LinkState.HELD, fault=link)
    shown = view(store=store, microphone=microphone, loudspeaker=speaker, link=held)
    assert FaultNews().in_view(shown) == [store, microphone, speaker, link]
