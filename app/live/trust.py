"""Whose certificates are trusted, and what it means when a server's is not.

Trusted are the system's authorities, on all systems: a company's own stands there too. Besides
them, or on Linux instead of them, those in SSL_CERT_FILE and SSL_CERT_DIR, and those after --ca.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import ssl
import sys
from pathlib import Path
from typing import Any

import truststore
from cryptography import x509
from cryptography.x509.oid import NameOID

from app.core.faults import Untrusted

_BY_OPENSSL = sys.platform not in {"darwin", "win32"}
"""Whether OpenSSL verifies, and so reads the variables itself; else the system does."""

_EXPIRED = {9, 10}  # OpenSSL's X509_V_ERR_..., as verify_code has them
_SELF_SIGNED = {18}
_ISSUER_UNKNOWN = {19, 20, 21}
_OTHER_NAME = {62, 64}
_GIVE = "or give it after --ca"


def trust(ca_file: Path | None) -> ssl.SSLContext:
    """Return the TLS settings of a client. Blocks for tens of milliseconds.

    Args:
        ca_file: Certificates to trust besides, PEM, or None.

    Raises:
        Untrusted: The file cannot be used.
    """
    context = _SystemTrust(ssl.PROTOCOL_TLS_CLIENT)
    context.wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO(), server_hostname="localhost")  # reads them
    if not _BY_OPENSSL:
        for file in _of_the_variables():
            with contextlib.suppress(OSError):  # as OpenSSL does where it reads them
                context.load_verify_locations(file)
    if ca_file:
        try:
            context.load_verify_locations(ca_file)
        except OSError as error:  # an SSLError is one
            raise Untrusted(
                f"The certificate file {ca_file} cannot be used. Check the path after --ca."
            ) from error
    return context


def distrust(error: ssl.SSLCertVerificationError, now: dt.datetime) -> Untrusted:
    """Return why a server's certificate is not trusted, in words.

    Args:
        error: What the handshake raised, in a context of ``trust``.
        now: This computer's clock.
    """
    chain: list[x509.Certificate] = getattr(error, "chain", [])
    code = getattr(error, "verify_code", None)
    untimely = next((one for one in chain if not _is_valid(one, now)), None)
    if untimely is not None and code not in _SELF_SIGNED | _ISSUER_UNKNOWN:
        return _untimely(untimely, now)
    if code in _EXPIRED:
        return Untrusted(
            "The server's certificate has expired or is not valid yet, or this computer's clock, "
            f"which says {now:%Y-%m-%d %H:%M} UTC, is wrong. Check the clock first."
        )
    if code in _SELF_SIGNED:
        return Untrusted(
            "The server's certificate is not trusted: it is signed by itself. If the server is "
            "yours, give its certificate after --ca; else do not go on on this network."
        )
    if code in _ISSUER_UNKNOWN and chain:
        return Untrusted(
            f'The server\'s certificate is not trusted: it was issued by "{_issuer(chain)}", which '
            "this computer does not know. A company's proxy may inspect the traffic: have its "
            f"authority's certificate installed on this computer, {_GIVE}."
        )
    if code in _OTHER_NAME:
        return Untrusted(
            "The server's certificate is for another server's name. A network's login page may "
            "answer in its place. Log in to the network, or check the address."
        )
    return Untrusted(
        "The server's certificate is not trusted. A proxy may inspect the traffic: have its "
        f"authority's certificate installed on this computer, {_GIVE}."
    )


class _SystemTrust(truststore.SSLContext):
    """The system's trust, whose errors bring the chain of certificates that was not trusted."""

    _has_read = False

    def wrap_bio(self, *args: Any, **kwargs: Any) -> ssl.SSLObject:
        """Make the two ends of a TLS connection; asyncio calls this on the loop."""
        if _BY_OPENSSL and self._has_read:
            # The library's own would read all certificates again: 33 ms in which the loop stands.
            made: ssl.SSLObject = self._ctx.wrap_bio(*args, **kwargs)
        else:
            made = super().wrap_bio(*args, **kwargs)
            self._has_read = True
        shake = made.do_handshake

        def do_handshake() -> None:
            try:
                shake()
            except ssl.SSLCertVerificationError as error:
                error.chain = _chain(made)  # type: ignore[attr-defined]  # ours, for `distrust`
                raise

        made.do_handshake = do_handshake  # type: ignore[method-assign]  # the one seam asyncio has
        return made


def _chain(made: ssl.SSLObject) -> list[x509.Certificate]:
    """Return what the server showed, its own certificate first; empty if that is not known."""
    found: list[x509.Certificate] = []
    with contextlib.suppress(AttributeError, ValueError):  # 3.13 made it public, as bytes
        # Before 3.13 it stands one deeper.
        inner: Any = made if hasattr(made, "get_unverified_chain") else getattr(made, "_sslobj", 0)
        for one in inner.get_unverified_chain() or ():
            pem = ssl.DER_cert_to_PEM_cert(one) if isinstance(one, bytes) else one.public_bytes()
            found.append(x509.load_pem_x509_certificate(pem.encode()))
    return found


def _is_valid(certificate: x509.Certificate, now: dt.datetime) -> bool:
    return certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc


def _untimely(certificate: x509.Certificate, now: dt.datetime) -> Untrusted:
    first, last = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    return Untrusted(
        f"The server's certificate is valid from {first:%Y-%m-%d %H:%M} to {last:%Y-%m-%d %H:%M} "
        f"UTC, and this computer's clock says {now:%Y-%m-%d %H:%M}. If the clock is wrong, set it; "
        "else whoever runs the server must renew the certificate."
    )


def _issuer(chain: list[x509.Certificate]) -> str:
    """Return the name of who issued the certificate, as short as it can be for a person."""
    names = chain[-1].issuer
    for kind in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        for one in names.get_attributes_for_oid(kind):
            return str(one.value)[:80]
    return names.rfc4514_string()[:80]


def _of_the_variables() -> list[Path]:
    """Return the files that SSL_CERT_FILE and SSL_CERT_DIR name."""
    file, folders = os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR", "")
    found = [Path(file)] if file else []
    for folder in filter(None, folders.split(os.pathsep)):
        with contextlib.suppress(OSError):
            found += sorted(one for one in Path(folder).iterdir() if one.is_file())
    return found
