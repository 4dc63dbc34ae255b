"""The words of the language that are not a clause's own."""

from __future__ import annotations

# What values are put together with, beside signs.
FUNCTIONS = ("min", "max", "ln", "log10", "exp", "sqrt")
# A name cannot be one of these: a forgotten name would otherwise swallow the next word.
RESERVED = (
    *("and", "or", "not", "if", "unless", "when", "no"),
    *("in", "with", "within", "before", "after", "on", "at", "between", "more", "less", "of"),
    *("started", "ended", "admitted", "discharged", "index"),
    *("except", "as", "plausible", "from", "to", "else", "since", "until"),
    *FUNCTIONS,
)
HEADS = (
    *("trial", "registry", "programme", "use", "codes", "drugs", "measure", "define", "let"),
    *("include", "exclude"),
)
HEADER_HEADS = ("trial", "registry", "programme")
SIDES = ("include", "exclude")
HEADER_LINES = (
    *("protocol", "target", "basis", "source", "screen", "period", "valid", "absent", "needs"),
)
BASIS_KINDS = ("statutory", "consent", "reservation", "dispensation")

OUTERMOST = ("if", "unless", "when")
WINDOW_WORDS = (
    *("within", "more", "less", "at", "between", "before", "after", "on", "since", "from", "until"),
    *("started", "ended", "admitted", "discharged"),
)
AFTER_A_CLAUSE = ("and", "or", "unless", "when", "in", "with", *WINDOW_WORDS)

TIME_UNITS = ("minutes", "hours", "days", "weeks", "months", "years")
AGE_UNITS = ("years", "months", "weeks", "days")
COMPARISONS = ("<", "<=", ">", ">=", "=", "between")

# Ends of a result's reference range, in whose multiples a limit may be said.
RANGE_ENDS = ("ULN", "LLN")

POSITIONS = ("main", "secondary")
ACTS = ("ordered", "dispensed", "given", "reported")
CODED_KINDS = (
    *("diagnosis", "procedure", "medication", "observation", "finding"),
    *("visit", "device", "immunization", "allergy"),
)
CONTACT_TYPES = ("outpatient", "emergency", "day", "virtual", "home")
CONTACTS = ("stay", "contact", *(f"{each} contact" for each in CONTACT_TYPES))
# What may stand before an event, and events that are known by no code set.
EVENT_PREFIXES = ("another", "previous", "current", "this")
NAMED_EVENTS = ("event", "known")
# What is asked for by name alone, and of which kinds of events something can be planned.
BY_NAME = ("planned", "family")
PLANNED_KINDS = ("procedure", "medication", "visit", "device", "immunization")
EVENT_WORDS = (
    *(*POSITIONS, *ACTS, *CODED_KINDS, "stay", "contact", *CONTACT_TYPES, *BY_NAME),
    *("participation", "therapy", "study"),
)
# What may follow an event.
QUALIFIERS = (
    *("with", "without", "then", "followed by", "not followed by", "overlaps", "covers"),
    *("during", "lasting", "where", "active", "throughout", "gaps", "needs"),
)

# Words that go on to something else, so that no attribute's name or value holds one unquoted.
GOING_ON = frozenset({*RESERVED, *(each.split()[0] for each in QUALIFIERS), "is"})

# What after `or` begins another clause, and is no further word of an attribute: so an attribute
# is never `left or manual`. A name with `_` is that of a definition.
_CLAUSE_WORDS = (
    *("age", "female", "male", "manual", "review", "measured", "exactly", "record"),
    *("mean of", "latest", "first", "nearest", "highest", "lowest", "any", "every"),
    *("change of", "relative change", "time since", "time from", "unchanged"),
    *(
        "planned",
        "family history",
        "participation",
        "therapy line",
        "study point",
        "biomarker",
        "variant",
        "record covers",
        "any of",
        "all of",
        "at least",
        "at most",
    ),
    *(*CODED_KINDS, *EVENT_PREFIXES, *NAMED_EVENTS, "stay", "contact"),
    *(f"{each} contact" for each in CONTACT_TYPES),
    *(f"{each} diagnosis" for each in POSITIONS),
    *(f"{each} medication" for each in ACTS),
)
ANOTHER_CLAUSE = rf"(?:(?:{'|'.join(_CLAUSE_WORDS)})(?!\w)|[^\W\d]\w*_\w)"

# Characters that word processors put in the place of `"`.
QUOTES = "\u201c\u201d\u2018\u2019\u00ab\u00bb\u201e'"

# What people write, and what the language says.
SLIPS = {
    "\u2265": ">=",
    "\u2264": "<=",
    "=>": ">=",
    "=<": "<=",
    "==": "=",
    "is": "=",
    "above": ">",
    "over": ">",
    "below": "<",
    "under": "<",
    "&": "and",
    "&&": "and",
    "|": "or",
    "||": "or",
    "!": "not",
    "without": "no",
    "primary": "main",
    "drug": "medication",
    "condition": "diagnosis",
    "days": "time",
    "inpatient": "stay",
    "admission": "stay",
    "women": "female",
    "men": "male",
}
