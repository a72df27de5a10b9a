import ssl
import stat
import sys
from pathlib import Path

import pytest

from app.core.faults import StoreFault
from app.practice.certificate import Certificate, keep_certificate


def shake_hands(server: ssl.SSLContext, client: ssl.SSLContext, name: str) -> None:
    """A whole TLS handshake in memory."""
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    sides = [
        client.wrap_bio(to_client, to_server, server_hostname=name),
        server.wrap_bio(to_server, to_client, server_side=True),
    ]
    for _ in range(4):
        for side in list(sides):
            try:
                side.do_handshake()
                sides.remove(side)
            except ssl.SSLWantReadError:
                continue
    assert not sides


@pytest.fixture
def kept(tmp_path: Path) -> Certificate:
    return keep_certificate(tmp_path)


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1"])
def test_a_client_that_trusts_the_authority_accepts_the_server(
    kept: Certificate, name: str
) -> None:
    shake_hands(kept.server_context(), kept.client_context(), name)


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1"])
def test_it_passes_the_strict_verification_of_python_3_13(kept: Certificate, name: str) -> None:
    client = kept.client_context()
    client.verify_flags |= ssl.VERIFY_X509_STRICT
    shake_hands(kept.server_context(), client, name)


def test_it_is_good_for_no_other_name(kept: Certificate) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        shake_hands(kept.server_context(), kept.client_context(), "example.org")


def test_a_client_that_trusts_the_usual_authorities_only_refuses_it(kept: Certificate) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        shake_hands(kept.server_context(), ssl.create_default_context(), "localhost")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no such mode")
def test_only_the_owner_may_read_the_key(kept: Certificate) -> None:
    assert stat.S_IMODE(kept.key_file.stat().st_mode) == 0o600


def test_a_kept_certificate_is_used_again(kept: Certificate, tmp_path: Path) -> None:
    before = kept.ca_file.read_bytes()
    assert keep_certificate(tmp_path).ca_file.read_bytes() == before


@pytest.mark.parametrize("name", ["ca.pem", "server.pem", "server-key.pem"])
def test_a_spoilt_or_missing_file_makes_a_new_certificate(
    kept: Certificate, tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_text("spoilt")
    spoilt_mended = keep_certificate(tmp_path)
    shake_hands(spoilt_mended.server_context(), spoilt_mended.client_context(), "localhost")
    (tmp_path / name).unlink()
    mended = keep_certificate(tmp_path)
    shake_hands(mended.server_context(), mended.client_context(), "localhost")


def test_a_folder_that_cannot_be_made_is_a_fault_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreFault, match=r"file.*--data"):
        keep_certificate(tmp_path / "file" / "folder")
