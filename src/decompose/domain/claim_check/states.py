"""States and ways that exclude each other, each said in many words. Data only.

What one word says against one other stands in `opposites`. Here a line of words is set against a line of words, since
nobody keeps to one of them: what is opt-in is off until somebody asks for it, and not on unless it is switched off.
"""

from __future__ import annotations

_SOMEBODY = (
    r"(?:you|it|they|(?:the )?users?|some(?:body|one)|any(?:body|one)|one|that|this|explicitly|first|is|are|has|been)"
)
_SWITCHES_ON = (
    r"(?:enabl\w+|activat\w+|(?:switch|turn)\w* (?:\w+ )?on|opt\w* in|ask\w*(?: for)?|request\w*|allow\w*|permit\w*"
    r"|consent\w*|agree\w*)"
)
_SWITCHES_OFF = r"(?:disabl\w+|deactivat\w+|(?:switch|turn)\w* (?:\w+ )?off|opt\w* out|forbid\w*|forbidden|object\w*)"
_CHANGED = r"(?:chang|edit|modif|alter|amend|revis|rewrit|adjust|mutat)\w+"
_DISCONTINUED = r"(?:development|developed|maintained|maintenance|worked on|updated|updates)"

# Pairs of alternatives, of which no two sides hold of one thing.
STATES = (
    # What holds until somebody says otherwise.
    (
        (
            rf"(?:on|enabled|active|activated|running|included|installed|collected|sent) (?:by default"
            rf"|(?:unless|until)(?: (?:{_SOMEBODY} ){{0,4}}{_SWITCHES_OFF})?)"
            rf"|unless (?:{_SOMEBODY} ){{0,4}}{_SWITCHES_OFF}|until (?:{_SOMEBODY} ){{0,4}}{_SWITCHES_OFF}"
            r"|opt-out|(?:can|may|must|ha(?:s|ve) to) (?:\w+ )?opt out|as a matter of course|always on"
            rf"|without (?:{_SOMEBODY} |having |needing |to |be(?:ing)? |any |their |prior "
            rf"|your ){{0,5}}{_SWITCHES_ON}"
            r"|(?:automatically|already) (?:enabled|active|activated|on|switched on|turned on)"
        ),
        (
            r"opt-in|opt\w* in|(?:off|disabled|inactive|deactivated|switched off|turned off"
            r"|dormant) (?:by default|unless"
            r"|until)|default(?:s to|:| is| value)?:? ?(?:false|off|disabled|no\b)"
            rf"|(?:not|never|nothing|n't|no) (?:[\w-]+ ){{0,6}}?(?:unless"
            rf"|until) (?:{_SOMEBODY} ){{0,4}}{_SWITCHES_ON}"
            r"|(?:not|n't) (?:\w+ )?(?:enabled|active|activated|on|collected|sent|installed|included) by default"
            rf"|unless (?:{_SOMEBODY} ){{0,4}}{_SWITCHES_ON}"
            r"|(?:must|needs? to|ha(?:s|ve) to) (?:first |explicitly )*(?:be )?(?:first |explicitly )*(?:enabled?"
            r"|activated?|switched on|turned on|opt in)"
            rf"|only (?:if|when|once|after|where) (?:{_SOMEBODY} ){{0,4}}{_SWITCHES_ON}"
        ),
    ),
    # What somebody should do.
    (
        (
            r"recommend(?:s|ed|ation)?|advis(?:ed|able|es)|preferred|encourag(?:ed|es)|suggested"
            r"|good (?:practice|idea)"
            r"|favou?red|endorsed|the (?:best|better|right) (?:way|choice)"
        ),
        (
            r"(?:advis|warn|caution|recommend|counsel)\w* (?:\w+ ){0,3}?against"
            r"|(?:not|never|n't) (?:\w+ )?(?:recommend\w*|advis\w+|encouraged?|suggested|preferred|a good idea)"
            r"|discourag\w+|(?:should|ought to|is|are) (?:best |better |rather |to )?(?:be )?avoided"
            r"|bad (?:idea|practice)"
            r"|(?:advis|recommend|suggest)\w* (?:\w+ ){0,2}?(?:something|anything|another|other)|inadvisable"
            r"|steer clear|best (?:avoided|left alone)"
        ),
    ),
    # What it does without.
    (
        (
            r"(?:can|may|could|works?|runs?|usable|used|working|running|operates?|functions?|goes|does)"
            r" (?:\w+ ){0,3}?without|independent(?:ly)? of|stand-?alone|(?:not|n't) (?:strictly |really |necessarily "
            r"|always )?"
            r"(?:needed|required|necessary|mandatory|obligatory)|unnecessary|optional(?:ly)?|(?:need|needs) not"
            r"|(?:does|do|did)(?: not|n't) (?:need|require|depend|rely)|no need|dispensable|superfluous"
            r"|dispens\w+ with"
            r"|(?:can|may) be (?:omitted|skipped|left out)"
        ),
        (
            r"(?:do|does|will|would|can)(?: not|not|n't) (?:[\w-]+ ){0,6}?(?:without|unless|until|before)"
            r"|no(?:thing|ne)? (?:[\w-]+ ){1,8}?(?:without|unless|until|before)|useless without|impossible without"
            r"|(?:works?|runs?|usable|functions?) only (?:with|if|when|once|where)|only (?:works?|runs?"
            r"|usable) (?:with|if"
            r"|when|once|where)|(?<!not )(?:strictly |absolutely |always )?(?:required|mandatory|necessary|obligatory"
            r"|compulsory|indispensable)|(?:depends|relies|hinges) on|presuppos\w+|prerequisites?|must (?:\w+ )?be"
            r" (?:installed|present|set|given|running|there)|requires?|needs (?!no)"
        ),
    ),
    # What gets in.
    (
        (
            r"(?:can|may|could|able to|free to) (?:also |still |even |freely )?(?:access|reach|open|read|see"
            r"|connect|get"
            r"|enter|be (?:reached|accessed|read|opened|seen))|accessible|reachable|ha(?:s|ve) access|gains? access"
            r"|let(?:s|ting)? (?:[\w-]+ ){0,6}?(?:through|in)|wav\w+ (?:\w+ ){0,4}?through|within reach"
        ),
        (
            r"block(?:s|ed|ing)?|barred|bars|cut off|(?:kept|keeps|keeping|shut|shuts|locked"
            r"|locks) (?:[\w-]+ ){0,4}?out"
            r"|out of (?:[\w']+ ){0,3}?reach|den(?:y|ies|ied)|refus\w+|inaccessible|unreachable|off[- ]limits"
            r"|no access"
            r"|reject\w*|(?:cannot|can't|can not|may not|unable to|never) (?:\w+ )?(?:access|reach|open|read"
            r"|see|connect)"
            r"|turn\w* (?:\w+ ){0,3}?(?:away|down)|shield\w* (?:from|against)|walled off|prevent\w* from|fenced off"
        ),
    ),
    # Which end of a row.
    (
        (
            r"(?:to|at|in|from|on|onto) (?:the |its )?(?:very )?(?:front|head|beginning|start|top)|prepend\w*"
            r"|foremost"
            r"|(?:goes|go|comes|come) first|newest first|latest first|(?:most )?recent\w* first"
            r"|last in,? first out|lifo"
        ),
        (
            r"(?:to|at|in|from|on|onto) (?:the |its )?(?:very )?(?:end|back|tail|rear|bottom)|append\w*|hindmost"
            r"|(?:goes|go|comes|come) last|oldest first|earliest first|first in,? first out|fifo"
        ),
    ),
    # Whether it matters which one.
    (
        (
            r"whichever|whatever|regardless|irrespective|no matter|independent(?:ly)? of|unaffected by|(?:does"
            r"|do) not"
            r" (?:depend|vary|differ)|(?:the )?same (?:for|with|under|in|on|across) (?:all|every|any|each)"
            r"|always the same"
        ),
        (
            r"depend(?:s|ing|ent)?|contingent|var(?:y|ies|ied|ying)|hinges?|conditional|differs?|determined by"
            r"|up to the"
            r"|influenced by|stands or falls|only (?:if|where|when|for)|decides?"
        ),
    ),
    # How much of it.
    (
        (
            r"down to the (?:last|smallest|finest|least)|to the letter|exactly as|in every (?:respect|detail|way"
            r"|particular|regard)"
            r"|in all (?:respects|details|regards)|fully|completely|entirely|totally|wholly|perfectly"
            r"|identical(?:ly)?"
            r"|100 ?%|without (?:any |a single )?exception|one hundred per ?cent|throughout"
        ),
        (
            r"broadly|largely|mostly|mainly|roughly|partly|partial(?:ly)?|almost|nearly|essentially|virtually"
            r"|more or less|for the most part|loosely|to (?:some|a large|a certain|a great) extent|incomplete(?:ly)?"
            r"|a subset|in part|not (?:fully|entirely|completely|wholly|perfectly|all)|(?:some|with) exceptions"
            r"|in spirit"
        ),
    ),
    # Whether anybody works on it.
    (
        (
            r"active(?:ly)? (?:\w+ )?(?:develop\w*|maintain\w*|worked on|development|maintenance|support\w*)"
            r"|(?:under|in) (?:active|heavy|rapid|constant) development|(?:well|regularly|continuously|still"
            r"|currently)"
            r" (?:maintained|developed|updated)|(?:new|regular|frequent) (?:features|releases|updates)"
        ),
        (
            rf"maintenance(?: mode| only|-only)|(?:hardly|barely|scarcely|little|no|not|n't|no longer"
            rf"|stopped) (?:\w+ ){{0,3}}?"
            rf"{_DISCONTINUED}|dormant|stalled|abandoned|unmaintained|inactive|end[- ]of[- ]life|feature[- ](?:frozen"
            r"|complete)|frozen|sunset\w*|discontinued|archived|only (?:security|bug|critical) ?fixes|on hold|shelved"
            r"|wound down|retired|given up"
        ),
    ),
    # How far it has come.
    (
        (
            r"(?:past|beyond|out of|left|outgrown|graduated from|no longer (?:in|an?)) (?:\w+ ){0,2}?(?:alpha"
            r"|beta|preview"
            r"|experimental|experiment|prototype|testing|development)|(?<!not )(?:stable|mature|finished|settled)"
            r"|production[- ](?:ready|grade|quality)|ready for production|battle[- ]tested|general(?:ly)? availab\w+"
        ),
        (
            r"alpha|beta|preview|experimental|work in progress|under (?:heavy |active )?construction|prototype"
            r"|early (?:stage|access|phase|days|version)|unstable|not (?:yet )?(?:stable|ready|finished|mature|final)"
            r"|subject to change|proof[- ]of[- ]concept|immature"
        ),
    ),
    # Whether it can be changed.
    (
        (
            r"editable|changeable|modifiable|writable|mutable|(?:can|may|could) (?:still |later |always |freely )?be"
            rf" {_CHANGED}|open to (?:changes?|edits?)"
        ),
        (
            r"immutable|read-?only|unchangeable|set in stone|write-protected|append-only|(?:cannot|can't|not"
            r"|never|n't)"
            rf" (?:\w+ )?(?:be )?(?:\w+ )?{_CHANGED}|uneditable|hard-?(?:coded|wired)"
        ),
    ),
    # What is let in.
    (
        (
            r"accept(?:s|ed|ing)?|let(?:s|ting)? (?:[\w-]+ ){0,6}?through|wav\w+ (?:\w+ ){0,4}?through|tolerat\w+"
            r"|(?:is|are) (?:allowed|permitted|welcome)|allows|permits|merges|admits"
        ),
        (
            r"reject(?:s|ed|ing)?|refus(?:es|ed|al)|turn\w* (?:\w+ ){0,3}?(?:down|away|back)|den(?:y|ies|ied)"
            r"|forbid\w*"
            r"|forbidden|prohibit\w*|disallow\w*|barred|banned|not (?:\w+ )?(?:accept\w*|allow\w*|permit\w*|welcome)"
            r"|bounc\w+"
        ),
    ),
    # What is left afterwards.
    (
        (
            r"keep(?:s|ing)?(?= (?:its|the|their|all|every|a|state|track))|kept|retain(?:s|ed|ing)?|remember(?:s|ed)?"
            r"|preserv(?:es|ed)|persist(?:s|ed|ent)?|surviv(?:es|ed?)|stateful|durabl[ey]|stores?"
        ),
        (
            r"stateless(?:ly)?|los(?:es|e|t)|forget(?:s|ting)?|forgotten|discard(?:s|ed)|eras(?:es|ed)|wiped|purged"
            r"|thrown? away|vanish(?:es|ed)?|disappear(?:s|ed)?|ephemeral|volatile"
            r"|(?:not|never|n't|nothing \w+) (?:\w+ )?(?:stor(?:e|ed|ing)|kept|keep|retain\w*|persist\w*|saved?"
            r"|remember\w*|surviv\w+|preserv\w+)|keeps? no"
        ),
    ),
)
