"""One form of an e-mail address, for the envelope, headers, calendar entries and wherever two are compared."""

import idna


def comparable(address: str) -> str:
    """The address in small letters with its domain in ASCII, by IDNA 2008 and UTS 46: `ann@bücher.example` is
    `ann@xn--bcher-kva.example`. What has no such form, or is no address, is only put in small letters.

    A mail server may tell capitals before the @ apart; none that is in use does (RFC 5321, 2.4).
    """
    local, at, domain = address.strip().lower().rpartition("@")
    if not at or domain.isascii():
        return address.strip().lower()
    try:
        return f"{local}@{idna.encode(domain, uts46=True).decode('ascii')}"
    except idna.IDNAError:
        return address.strip().lower()
