"""What a sentence denies and its quote says to the same end without a word of denial, and the other way round."""

from __future__ import annotations

from decompose.domain.claim_check.words import whole_words

# What a sentence denies, and what a quote says to the same end without a word of denial.
_SAID_TO_THE_SAME_END = tuple(
    (whole_words(said), whole_words(quoted))
    for said, quoted in (
        (
            (
                r"(?:need|must|do|does) not|needn't|not (?:needed|required|necessary|obliged|mandatory"
                r"|compulsory|obligatory|part|included"
                r"|built in)|no need|no \w+ (?:to install|needed|required|necessary)"
                r"|(?:needed|required|necessary|mandatory|obligatory)\b.{0,60}?\b(?:but|and|though|yet) not"
                r"|nobody (?:has|needs)|without|lack(?:s|ing)?|none|le(?:aves?|ft) out"
            ),
            (
                r"built[- ]in|built into|native\w*|bundled|included|stand-?alone"
                r"|optional\w*|extras?|opt-in|separate\w*|on request|on demand|may|choose|choice"
            ),
        ),
        (
            r"no two|never (?:\w+ )?(?:the same|twice|shared?)|not (?:\w+ )?(?:the same|shared?|twice)",
            r"unique\w*|distinct\w*|different|(?:its|their) own|separate\w*|isolat\w+",
        ),
        (
            (
                r"(?:not|nothing|never) (?:\w+ ){0,2}?(?:confin\w+|limit\w+|bound|bind\w*|ti(?:ed|es?)|restrict\w+"
                r"|alone|only)|no(?:thing)? (?:limits?|ties|restrict\w+)|not (?:needed|required|necessary)|no need"
            ),
            r"any|every\w*|all|arbitrary|whatever|wherever|other|also|or|as well|various|custom\w*|anywhere",
        ),
        (
            r"no single|not (?:the same|one|uniform)|no one|not all",
            r"depend\w*|differ\w*|var(?:y|ies|ious|ied)|several|each",
        ),
        (
            (
                r"without (?:\w+ )?(?:opting|asking|being|setting|switching|enabling|turning|any(?:body|one)|doing"
                r"|further|more|extra|additional|help|aid|assistance)\b"
                r"|nothing (?:has|needs)|no (?:opt-in|step|setting)"
                r"|(?:if|when|where) (?:no|none|nothing)|not (?:asked|set|named|given|told|specified)"
            ),
            r"defaults?|automatic\w*|out of the box|already|otherwise",
        ),
        (
            r"no \w+(?:[\w ,-]{0,60}?) (?:\w+er|more \w+|better)\b|not? (?:easier|simpler|faster|better)",
            r"\w+est|best|most \w+",
        ),
        (
            (
                r"(?:no|not|never|cannot|nothing) (?:\w+ ){0,3}?(?:further|more|longer|larger|bigger|beyond|above|over"
                r"|exceed\w*)"
                r"|no (?:further|more|longer|larger|bigger)"
            ),
            r"up to|at most|max\w*|limit\w*|within|fewer|less|below|under|caps?|capped|only|until",
        ),
        (
            r"not (?:\w+ ){1,3}?yet|not? (?:yet|final\w*|finished|stable|settled|mature)|never (?:final|finished)",
            r"still|chang\w+|experimental\w*|beta|alpha|progress|preview|pre-\w+|soon|plan(?:s|ned)?|upcoming|future",
        ),
        (
            (
                r"(?:cannot|not|never|no|nobody|nothing) (?:\w+ ){0,4}?(?:without|until|unless|before)"
                r"|nothing (?:\w+ )?(?:without|until|unless)"
            ),
            r"needs?|needed|requir\w+|must|necessary|ha(?:s|ve) to",
        ),
        (
            r"cannot (?:be )?(?:chang\w+|edit\w*|writ\w+|modif\w+)|never chang\w+|not chang\w+",
            r"immutable|fixed|constant|frozen|the same|kept|keeps?|preserv\w+|remains?|stays?",
        ),
        (
            r"(?:no|without|not|any|needs? no) (?:\w+ ){0,3}?(?:internet|network|connection|connectivity|web access)",
            r"offline|air-gapped|local\w*|on[- ]device|disconnected",
        ),
        (r"(?:no|without)(?: \w+){0,3} (?:windows?|display|screen|monitor|gui|user interface)", r"headless\w*"),
        (
            r"(?:nobody|no one|not|without|no need)(?: \w+){0,3} (?:ask\w*|request\w*|prompt\w*|told|trigger\w*)",
            r"automat\w+|by (?:itself|themselves)|on its own|by default|unprompted",
        ),
        (
            r"omit\w*|skip\w*|drop\w*|le(?:ft|ave|aving) out",
            r"optional\w*|not (?:\w+ )?(?:needed|required)|unnecessary|need not",
        ),
        (
            r"no obligation|not? (?:\w+ )?oblig\w+|nobody (?:has|needs) to",
            r"optional\w*|may|voluntary|if you (?:want|like|wish)",
        ),
        (
            r"(?:not|never|nothing|no|nobody|none) (?:\w+ ){0,3}?(?:leav\w+|sent|shared?|transmitted|uploaded)",
            r"stays?|kept|keeps?|remains?|local\w*|on[- ]device|within|inside|only|offline",
        ),
        (
            r"(?:not|never|no longer|nothing) (?:\w+ ){0,2}?(?:confined|limited|restricted|bound|tied) to",
            r"and|also|both|besides|including|such as|as well",
        ),
        (
            r"no two|not (?:\w+ )?(?:at once|simultaneous\w*|in parallel|concurrent\w*|at the same time)",
            (
                r"one at a time|one (?:after|by) (?:one|another|the other)|sequential\w*|serial\w*|exclusive\w*"
                r"|in turn|lock\w*"
            ),
        ),
        (
            r"(?:no longer|not?|nobody|nothing)(?: \w+){0,3} (?:by hand|manual\w*|yourself|themselves)",
            r"automat\w+|eliminat\w+|by itself|on its own|for you",
        ),
        (
            (
                r"(?:anything|all|everything|versions?) (?:before|below|older|earlier).*\b(?:no|not|never|cannot|n't)"
                r"|(?:no|not|never|cannot|nothing|n't)\b.*\b(?:before|below|older|earlier|prior)"
                r"|(?:before|prior to|until) .*\b(?:no|not|never|cannot|nothing|n't)"
            ),
            r"since|or (?:newer|later|higher|above)|at least|min(?:imum|imal)?|starting|added|introduced|new in",
        ),
        (
            r"others?\b.*\b(?:no|not|never|cannot|n't)|(?:no|not|never|nothing|nobody|none|cannot|n't)\b.*\b(?:others?|else)",
            r"only|sole(?:ly)?|alone|exclusive(?:ly)?|entire(?:ly)?|just",
        ),
        (
            r"(?:no|without|not)(?: \w+){0,3} (?:servers?|backends?|cloud)",
            r"in the browser|client-side|local(?:ly)?|on[- ]device|serverless|in-process",
        ),
        (
            r"(?:no|not|never|nothing|without)(?: \w+){0,4} (?:wait\w*|block\w*)",
            r"parallel|concurren\w*|async\w*|simultaneous\w*|background",
        ),
        (
            r"(?:no|without|not)(?: \w+){0,2} (?:harm\w*|danger\w*|risk\w*|hurt\w*|damage\w*)",
            r"safe(?:ly)?|idempotent(?:ly)?|harmless",
        ),
        (
            (
                r"(?:not|never|no longer|nothing) (?:\w+ ){0,2}?(?:show\w*|appear\w*|visible|seen|end up|turn up"
                r"|printed|logged|leak\w*|exposed)"
            ),
            r"redact\w*|mask\w*|strip\w*|scrub\w*|filter\w*|censor\w*|anonymi\w*",
        ),
        (r"none|nothing|not|never|no", r"hidden|private|internal|closed|offline|ended|until|former\w*"),
    )
)
_AFFIRMED_TO_THE_SAME_END = tuple(
    (whole_words(said), whole_words(quoted))
    for said, quoted in (
        (
            r"optional\w*|voluntar\w+|if (?:\w+ )?(?:like|want|wish|prefer|choose)s?|may|can|free to|choice",
            r"need not|no (?:need|obligation)|not (?:\w+ )?(?:required|needed|necessary|mandatory|obliged|obligatory)",
        ),
        (
            r"any|arbitrar\w+|unlimited|whatever|every|all|as (?:many|much|large|long|big) as",
            r"(?:no|not|without)(?: \w+){0,3} (?:limit\w*|restrict\w*|bound\w*|cap|maximum|constraints?)",
        ),
        (
            r"stays?|kept|keeps?|remains?|inside|within|local\w*|on[- ]device|only",
            r"(?:no|not|never|nothing|nobody|none|n't)\b(?: \w+){0,4} (?:leav\w+|sent|shared?|transmitted|uploaded)",
        ),
        (
            r"offline|local\w*|on[- ]device|air-gapped",
            r"(?:no|not|without)(?: \w+){0,3} (?:internet|network|connection|connectivity)",
        ),
        (
            r"one at a time|one (?:after|by) (?:one|another|the other)|sequential\w*|serial\w*|in turn",
            r"(?:no|not|never)(?: \w+){0,4} (?:at once|simultaneous\w*|in parallel|concurrent\w*|at the same time)",
        ),
        (
            r"unique\w*|distinct\w*|different|(?:its|their) own|separate\w*",
            r"no two|(?:not|never)(?: \w+){0,2} (?:the same|shared?|twice)",
        ),
        (
            r"requires?|required|needs?|needed|must|only (?:if|when|with|after)|ha(?:s|ve) to",
            (
                r"(?:not|cannot|no|never|n't|fails?|breaks?|impossible|useless|reject\w*|refus\w*|block\w*|forbid\w*"
                r"|disallow\w*|prohibit\w*|errors?)\b.*(?:without|unless|until)"
                r"|without\b.*\b(?:not|cannot|reject\w*|refus\w*|block\w*|fails?|errors?)"
            ),
        ),
        (
            r"before|predat\w*|preced\w*|older than",
            r"(?:there|had) (?:was|were|been) no|(?:did|was|were) not yet|(?:did not|didn't) exist|not yet",
        ),
    )
)


def is_said_to_the_same_end(text: str, grounds: str) -> bool:
    """Whether the grounds affirm what comes to what the text denies."""
    return any(said.search(text) and quoted.search(grounds) for said, quoted in _SAID_TO_THE_SAME_END)


def is_affirmed_to_the_same_end(text: str, denied: str) -> bool:
    """Whether the text affirms what comes to what a clause denies."""
    return any(said.search(text) and quoted.search(denied) for said, quoted in _AFFIRMED_TO_THE_SAME_END)
