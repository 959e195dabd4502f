"""Which kinds of address a channel may have. The one place: whatever is not listed here is refused.

Sorted by hand from what Apprise 1.13 ships: admitted is what talks HTTPS to its own host, or to the host its address
names. A new version of Apprise may bring more; the test of this table says which, and they wait for being read.
"""


def _listed(schemas: str) -> frozenset[str]:
    return frozenset(schemas.split())


LETTERS = frozenset({"letter", "letters", "graph"})
"""Our own letter carrier. Apprise's mailto is left out on purpose: it loses server codes and calendar parts."""

PHONES = _listed(
    """
    46elks atalk bulksms bulkvs burstsms clickatell clicksend d7sms eight00com elks evolution evolutions
    exotel httpsms msg91 msgbird nexmo notifyre octopush plivo ringc seven sfr signal signals sinch smsc
    smsmanager smsmgr sns threema twilio voipms vonage whatsapp
    """
)
"""To one person's phone: the number comes with each message, the address of the channel names none."""

AT_ITS_OWN_HOST = _listed(
    """
    azure brevo chanify chime dingtalk discord dot feishu flock freemobile gchat groupme guilded ifttt
    jira join kook kumulos lark lauther line mailersend mailgun notifiarr o365 onesignal opsgenie
    pagerduty pagertree pbul pingram postmark pover prowl psafers push pushed pushme pushplus pushward
    pushy qq reddit resend revolt ryver schan sendgrid sendpulse serwersms ses signalgrid signl4 slack
    smtp2go sparkpost spike splunk spugpush spush stackfield strmlabs tgram tweet twist twitter viber
    victorops webex wechat wecom wecombot wxpusher wxteams x zoom zulip
    """
)

BY_TLS_AT_A_HOST = _listed(
    """
    apprises barks embys enigma2s flowtriqs fluxers forms gotifys hassios humhubs jellyfins jsons kodis
    lametrics mastodons matrixs misskeys mmosts nclouds nctalks noticas notificos ntfys parseps pinglets
    pjets pushdeers rockets sessions smseagles sogs synologys toots trigvs workflow workflows xbmcs xmls
    """
)

IN_THE_CLEAR = _listed(
    """
    apprise bark emby enigma2 evolution flowtriq fluxer form gotify hassio humhub jellyfin json kodi
    lametric mastodon matrix misskey mmost ncloud nctalk notica notifico ntfy parsep pinglet pjet
    pushdeer rocket session signal smseagle synology toot trigv xbmc xml
    """
)
"""Without TLS: only to a host that the keeper of the installation allowed."""

ROOMS = AT_ITS_OWN_HOST | BY_TLS_AT_A_HOST | (IN_THE_CLEAR - PHONES)
"""To a room, a topic or whomever the address names: Slack, Teams (workflows), Matrix, a webhook that takes JSON."""

ALLOWED = LETTERS | PHONES | ROOMS

AT_A_HOST = IN_THE_CLEAR | BY_TLS_AT_A_HOST | {"evolutions", "signals"}
"""Their address begins with a machine's name, whoever runs it."""

_OWN_PROTOCOL = "It speaks a protocol of its own; a channel talks HTTPS."
_DESKTOP = "It pops up on the desktop of the machine this runs on, where nobody sits."
_IN_THE_CLEAR_ONLY = "It sends words and passwords in the clear; a channel talks HTTPS."
_FILES = "It reads and writes files on this machine; a channel opens none."
_STARTTLS = "For e-mail write letter://user:password@host:port/?from=you@example.org."
_TLS = "For e-mail write letters://user:password@host/?from=you@example.org."

REFUSED = {
    "aprs": _OWN_PROTOCOL,
    "blink1": "It drives a lamp on this machine; a channel talks HTTPS.",
    "bluesky": "It asks a public directory which host to write to, and that may be any.",
    "bsky": "It asks a public directory which host to write to, and that may be any.",
    "dapnet": _IN_THE_CLEAR_ONLY,
    "dbus": _DESKTOP,
    "fcm": _FILES,
    "gio": _DESKTOP,
    "glib": _DESKTOP,
    "gnome": _DESKTOP,
    "growl": _OWN_PROTOCOL,
    "irc": _OWN_PROTOCOL,
    "ircs": _OWN_PROTOCOL,
    "kavenegar": _IN_THE_CLEAR_ONLY,
    "kde": _DESKTOP,
    "macosx": "It runs a program on this machine; a channel talks HTTPS.",
    "mailto": _STARTTLS,
    "mailtos": _TLS,
    "mqtt": _OWN_PROTOCOL,
    "mqtts": _OWN_PROTOCOL,
    "psafer": "It sends in the clear. Write psafers://….",
    "qt": _DESKTOP,
    "rsyslog": _OWN_PROTOCOL,
    "smpp": _OWN_PROTOCOL,
    "smpps": _OWN_PROTOCOL,
    "syslog": "It writes to the log of this machine; a channel talks HTTPS.",
    "vapid": _FILES,
    "windows": _DESKTOP,
    "xmpp": _OWN_PROTOCOL,
    "xmpps": _OWN_PROTOCOL,
}
"""What Apprise ships and a channel may not be, and why or what to write instead."""

REMEDIES = REFUSED | {
    "smtp": _STARTTLS,
    "smtps": _TLS,
    "msteams": "For Teams make a workflow and write workflows://….",
    "http": "For a webhook that takes JSON write json://host/path.",
    "https": "For a webhook that takes JSON write jsons://host/path.",
}
"""The same for words people try besides."""


def schema_of(url: str) -> str:
    """What stands before ://, lower case; "" when there is nothing."""
    schema, found, _ = url.strip().partition("://")
    return schema.lower() if found else ""
