"""What a column of a list may hold, and the words people and programs call it by, in four languages."""

from collections.abc import Mapping
from enum import StrEnum


class Meaning(StrEnum):
    """What a column holds, in the words of the page where columns are matched by hand."""

    FULL_NAME = "full name"
    GIVEN = "first name"
    MIDDLE = "middle name"
    FAMILY = "last name"
    HONORIFIC = "Mr, Ms, Dr"
    SUFFIX = "Jr, MD"
    EMAIL = "e-mail address"
    PHONE = "telephone"
    JOB_TITLE = "job title"
    ORGANIZATION = "company or organization"
    NOTE = "note"
    ASSISTANT_NAME = "assistant's name"
    ASSISTANT_EMAIL = "assistant's e-mail address"
    ASSISTANT_PHONE = "assistant's telephone"
    NO_CONTACT = "wants no letters or calls"
    NO_MAIL = "wants no e-mail"
    NO_CALLS = "wants no calls"
    PERMISSION = "permission to write"
    """A word: subscribed, unsubscribed, cleaned."""
    BOUNCED = "why mail came back"
    DIED = "has died"
    LANGUAGE = "language"


SEVERAL = {Meaning.EMAIL, Meaning.PHONE, Meaning.ASSISTANT_EMAIL, Meaning.ASSISTANT_PHONE, Meaning.NOTE}
"""Columns of which a list may have more than one, each read."""

WORDS: Mapping[Meaning, str] = {
    Meaning.GIVEN: "first name|firstname|given name|forename|first|vorname|prenom|nombre de pila|primer nombre",
    Meaning.MIDDLE: "middle name|middle|middle initial|additional name|weitere vornamen|deuxieme prenom|segundo nombre",
    Meaning.FAMILY: "last name|lastname|surname|family name|last|nachname|familienname|zuname|nom de famille"
    "|apellido|apellidos|primer apellido",
    Meaning.HONORIFIC: "salutation|prefix|name prefix|individual prefix|honorific|courtesy title|anrede|civilite"
    "|tratamiento|mr ms",
    Meaning.SUFFIX: "suffix|name suffix|individual suffix|suffixe|sufijo|credentials",
    Meaning.JOB_TITLE: "job title|jobtitle|title|position|job|role title|organization title|title position|function"
    "|funktion|position im unternehmen|berufsbezeichnung|titre|poste|fonction|puesto|cargo",
    Meaning.ORGANIZATION: "organization|organisation|company|business|employer|firm|agency|institution|affiliation"
    "|company name|business name|organization name|organisation name|account name|account|member name|associated company"
    "|current employer|employer name|company organization|firma|firmenname|unternehmen|organisation firma|societe"
    "|entreprise|organizacion|empresa|compania|nombre de la empresa",
    Meaning.NOTE: "note|notes|note s|comment|comments|remark|remarks|notizen|notiz|bemerkung|bemerkungen|anmerkungen"
    "|remarques|commentaires|notas|observaciones|comentarios",
    Meaning.FULL_NAME: "name|full name|fullname|contact|contact name|contact person|email display name|point of contact|key contact"
    "|primary contact|display name|file as|owner|owner name|executive|representative|leader|principal|ansprechpartner"
    "|kontakt|nom complet|contact principal|nombre completo|contacto|persona de contacto|nombre y apellidos"
    "|vollstandiger name",
    Meaning.NO_CONTACT: "do not contact|dont contact|no contact|do not solicit|opt out|opted out|optout|is opt out"
    "|unsubscribed|remove from list|do not write|nicht kontaktieren|ne pas contacter|no contactar",
    Meaning.NO_MAIL: "has opted out of email|email opt out|opted out of email|unsubscribed from all email|do not email"
    "|no bulk emails user opt out|no bulk emails|do not allow emails|do not allow email|do not allow bulk emails"
    "|unsub time|unsubscribed at|unsubscribe date|confirmed opt out date|email opt out date|opted out date|email optout"
    "|keine emails|keine email|pas demail|no enviar correo|no enviar correos",
    Meaning.NO_CALLS: "do not call|dont call|do not phone|do not allow phone calls|nicht anrufen|ne pas appeler|no llamar",
    Meaning.PERMISSION: "email permission status|email status|email marketing status|subscription status"
    "|email subscription status|marketing status|email consent status",
    Meaning.BOUNCED: "email hard bounce reason|email bounced reason|bounce reason|clean time|hard bounce reason",
    Meaning.LANGUAGE: "language|preferred language|preferred communication language|communication language|language preference"
    "|spoken language|contact language|sprache|bevorzugte sprache|langue|langue preferee|idioma|idioma preferido|lengua",
    Meaning.DIED: "is deceased|deceased|is deceased closed|deceased closed|verstorben|decede|fallecido",
}  # fmt: skip
"""Each in the form of `columns.plain`, parted by strokes."""
