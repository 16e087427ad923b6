"""Callback data: what goes out comes back, and nothing else is read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render.callback_data import LONGEST, Act, Tap, act_data, read_data, tap_data
from dialogs.referral.referral import ACTS, LOOKS


@given(st.integers(0, 9_999_999_999), st.integers(0, 99))
def test_a_tap_comes_back_as_it_went_out(prompt: int, position: int) -> None:
    """[TG-16]"""
    data = tap_data(prompt, position)
    assert len(data.encode()) <= LONGEST
    assert read_data(data) == Tap(prompt, position)


@pytest.mark.parametrize("name", [*ACTS, *LOOKS])
@pytest.mark.parametrize("entry", [None, 0, 15])
def test_an_act_comes_back_as_it_went_out(name: str, entry: int | None) -> None:
    data = act_data("LUP-7K3Q", name, entry)
    assert len(data.encode()) <= LONGEST
    assert read_data(data) == Act("LUP-7K3Q", name, entry)


@pytest.mark.parametrize(
    "forged",
    [
        "",
        "q1",
        "q1.1",
        "q1.1.",
        "q1.-1.0",
        "q1.01.0",
        "q1.1.100",
        "q1.1.0 ",
        "q1.1.0\n",
        "q1.٣.0",
        "q2.1.0",
        "Q1.1.0",
        "s1.LUP-7K3Q.withdraw",
        "s1.LUP-7K3Q.erase",
        "s1.LUP-7K30.take",
        "s1.lup-7k3q.take",
        "s1.LUP-7K3Q.take.x",
        "s1.LUP-7K3Q.take.1.2",
        "x" * 64,
    ],
)
def test_what_was_never_sent_is_nobodys_button(forged: str) -> None:
    assert read_data(forged) is None


@given(st.text(max_size=64))
def test_any_bytes_are_read_or_refused_without_an_error(data: str) -> None:
    read_data(data)
