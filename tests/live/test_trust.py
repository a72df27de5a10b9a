from __future__ import annotations

import datetime as dt
import os
import ssl
from pathlib import Path

import pytest
import truststore

from app.core.faults import Untrusted
from app.live import trust as module
from app.live.trust import distrust, trust
from tests.live.authority import DAY, Authority

NOW = dt.datetime.now(dt.UTC)


def shake(client: ssl.SSLContext, server: ssl.SSLContext, name: str = "127.0.0.1") -> None:
    """Let two ends greet each other in memory."""
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    ours = client.wrap_bio(to_client, to_server, server_hostname=name)
    theirs = server.wrap_bio(to_server, to_client, server_side=True)
    for _ in range(3):
        for end in (ours, theirs):
            try:
                end.do_handshake()
            except ssl.SSLWantReadError:
                continue
    assert ours.version()


def why(client: ssl.SSLContext, server: ssl.SSLContext, now: dt.datetime = NOW) -> str:
    with pytest.raises(ssl.SSLCertVerificationError) as raised:
        shake(client, server)
    return str(distrust(raised.value, now))


def test_the_systems_trust_is_used_and_a_file_adds_to_it(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    assert isinstance(trust(None), truststore.SSLContext)
    shake(trust(authority.ca_file), authority.server())
    assert "Example Inspection CA" in why(trust(None), authority.server())


@pytest.mark.parametrize("variable", ["SSL_CERT_FILE", "SSL_CERT_DIR"])
def test_the_environments_certificates_are_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    authority = Authority(tmp_path)
    (tmp_path / "by-hash").mkdir()
    named = {"SSL_CERT_FILE": authority.ca_file, "SSL_CERT_DIR": tmp_path}[variable]
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.delenv("SSL_CERT_DIR", raising=False)
    # As where the system verifies: files are added, and a missing one is left out.
    monkeypatch.setattr(module, "_BY_OPENSSL", False)
    monkeypatch.setenv("SSL_CERT_DIR", f"{tmp_path / 'none'}{os.pathsep}")
    monkeypatch.setenv(variable, str(named))
    shake(trust(None), authority.server())
    monkeypatch.setenv(variable, str(tmp_path / "none.pem"))
    assert "Example Inspection CA" in why(trust(None), authority.server())


def test_certificates_are_not_read_again_on_the_loop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = Authority(tmp_path)
    context = trust(authority.ca_file)

    def wrap(*args: object, **kwargs: object) -> None:
        pytest.fail("read again")

    monkeypatch.setattr(truststore.SSLContext, "wrap_bio", wrap)
    shake(context, authority.server())


def test_a_certificate_whose_time_it_is_not_is_told_with_its_dates(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    context = trust(authority.ca_file)
    for valid in ((-DAY * 9, -DAY), (DAY, DAY * 9)):
        text = why(context, authority.server(valid=valid))
        first, last = (NOW + one for one in valid)
        assert f"valid from {first:%Y-%m-%d}" in text
        assert f"to {last:%Y-%m-%d}" in text
        assert f"clock says {NOW:%Y-%m-%d %H:%M}" in text


def test_unknown_issuers_other_names_and_servers_that_sign_themselves_are_told_apart(
    tmp_path: Path,
) -> None:
    authority, context = Authority(tmp_path), trust(None)
    assert "signed by itself" in why(context, authority.server(by_itself=True))
    assert "signed by itself" in why(
        context, authority.server(by_itself=True, valid=(-DAY * 9, -DAY))
    )
    unknown = why(context, authority.server(valid=(-DAY * 9, -DAY)))
    assert '"Example Inspection CA"' in unknown
    assert "--ca" in unknown
    trusting = trust(authority.ca_file)
    assert "another server's name" in why(trusting, authority.server("other.example.org"))


@pytest.mark.parametrize(
    ("code", "says"), [(10, "clock"), (62, "another server's name"), (-67843, "--ca"), (None, "--")]
)
def test_without_the_certificate_there_are_words_too(code: int | None, says: str) -> None:
    error = ssl.SSLCertVerificationError("the system's own words")
    if code is not None:
        error.verify_code = code
    assert says in str(distrust(error, NOW))


def test_where_the_system_verifies_its_codes_are_its_own_and_the_dates_tell(tmp_path: Path) -> None:
    with pytest.raises(ssl.SSLCertVerificationError) as raised:
        shake(trust(None), Authority(tmp_path).server(valid=(-DAY * 9, -DAY)))
    raised.value.verify_code = -2146762495
    assert "clock says" in str(distrust(raised.value, NOW))


def test_a_file_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    for content in (None, "no certificate"):
        if content:
            (tmp_path / "ca.pem").write_text(content)
        with pytest.raises(Untrusted, match=r"ca\.pem.*--ca"):
            trust(tmp_path / "ca.pem")
