"""What a tool does and how, each said in many words, of which no two sides hold of one thing. Data only.

As `states`: a line of words is set against a line of words.
"""

from __future__ import annotations

_THE_SOURCE = r"(?:the |its |their )?(?:original|input|source|argument)\w*"
_NOT_THERE = r"(?:[\w\"']+ ){0,4}?(?:not|n't|exists?|missing|absent)\b"
_DOOR = (
    r"(?:log-?ins?|accounts?|registration|authentication|sign-?ups?|api keys?|keys?|tokens?|passwords?|credentials?"
    r"|subscriptions?)"
)

ACTS = (
    # What an error comes to.
    (
        (
            r"(?:rais|throw|report|return|giv|trigger|caus|produc)\w* (?:an? |any )?(?!no )(?:\w+ )?(?:errors?"
            r"|exceptions?)"
            r"|fail(?:s|ed)?(?! over)|aborts?|aborted|crash(?:es|ed)?|halts?|halted|errors? out|breaks off"
            r"|stops? (?:with|the)|(?<!non-)fatal|(?:errors?|exceptions?) (?:is|are) (?:raised|thrown|reported)"
            r"|reject(?:s|ed)?|refus(?:es|ed)"
        ),
        (
            r"silent(?:ly)?|no (?:\w+ )?(?:errors?|exceptions?)|without (?:an? |any )?(?:\w+ )?(?:errors?|exceptions?"
            r"|complaints?|warnings?|fail\w+)|carr(?:y|ies) on|goes on|keeps? (?:on )?(?:going|running|working)"
            r"|proceeds?"
            r"|(?:does|do|will)(?: not|n't) (?:fail|raise|throw|abort|stop|crash)|swallow(?:s|ed)|non-?fatal"
            r"|skip(?:s|ped)|tolerat\w+|ignor(?:es|ed)"
        ),
    ),
    # What becomes of what is there already.
    (
        (r"(?:replac|overwrit|overwrot|updat|supersed)\w*(?! mode)|clobber\w*|takes? the place of|in place of the old"),
        (
            r"(?:ignor|skip|keep|preserv|retain|reject)\w* (?:\w+ ){0,3}?(?:exist|old|present|duplicat)\w*"
            r"|(?:exist|old|present|duplicat)\w* (?:\w+ ){0,3}?(?:(?:is|are) )?(?:ignored|skipped|kept|preserved"
            r"|retained|left (?:alone|untouched|as|in place)|untouched)|no-?op"
        ),
    ),
    # What becomes of what is not there yet.
    (
        (
            r"(?:creates?|makes?|adds?|generates?|initiali[sz]es?|created|made|added)"
            rf"(?= (?:[\w\"']+ ){{0,4}}(?:if|when|where|unless) {_NOT_THERE})"
        ),
        (
            rf"(?:fails?|aborts?|crash(?:es)?|breaks?|stops?|refuses|(?:an )?error)"
            rf"(?= (?:\w+ ){{0,3}}?(?:if|when|where|unless|until|as long as|while) {_NOT_THERE})"
            r"|must (?:already )?exist|has to (?:already )?exist|(?:beforehand|by hand|first)(?= or it fails)"
        ),
    ),
    # Whether it waits.
    (
        r"wait(?:s|ing)? (?:for|until|till)|blocks? until|blocking(?! out)|holds? (?:up|until)|synchronous(?:ly)?",
        (
            r"without waiting|(?:does|do|will)(?: not|n't) (?:wait|block)|non-?blocking|in the background"
            r"|asynchronous(?:ly)?"
            r"|fire[- ]and[- ]forget|returns? (?:immediately|at once|straight away)"
        ),
    ),
    # By whose hand.
    (
        (
            r"automatic(?:ally)?|unattended|(?:with|by) ai|for you(?=[.,;]|$)|without (?:\w+ )?(?:intervention"
            r"|human|manual)|by itself|of its own accord"
        ),
        (
            r"manual(?:ly)?|by hand|(?<!do it )yourself|left (?:for|to) (?:the |its )?(?:users?|you|readers?"
            r"|callers?|developers?)"
        ),
    ),
    # Capitals.
    (
        (
            r"case[- ]sensitiv\w+|(?:case|capitals?)\b(?:[\w ]{0,30})\b(?:matters?|makes? a difference|counts?)"
            r"|(?:tell|distinguish)\w* (?:\w+ )?(?:upper|capital)\w*"
        ),
        (
            r"case[- ]insensitiv\w+|ignor\w+ (?:the )?case|regardless of case|case (?:does not|doesn't) matter"
            r"|in capitals (?:too|as well)|in any case(?= |$)(?! where)"
        ),
    ),
    # Who gets in.
    (
        (
            rf"no {_DOOR}|without (?:an? |any )?(?:\w+ )?{_DOOR}|(?:open|available|accessible) to (?:all|anyone"
            rf"|anybody"
            r"|everyone|everybody)|anonymous(?:ly)?"
        ),
        (
            rf"{_DOOR} (?:is |are |must be |has to be )?(?:required|needed|necessary|mandatory)"
            rf"|(?:requires?|needs?|must have|with) (?:an? |your |valid )*(?:(?!no\b)\w+ )?{_DOOR}"
            r"|invit(?:e-only|ation)"
            r"|(?:must|ha(?:s|ve) to|needs? to) (?:first )?(?:log in|sign in|sign up|register|authenticate)"
        ),
    ),
    # How often.
    (
        r"(?:only|just|exactly) once|a single time|(?:only )?the (?:very )?first time|one-off|one-time",
        (
            r"(?:every|each) (?:single )?time|on (?:every|each) \w+|repeatedly|over and over|again and again"
            r"|continuous(?:ly)?"
            r"|constantly|periodic(?:ally)?|at every \w+|(?:after|before|with|for) (?:every|each) \w+"
        ),
    ),
    # What becomes of the words.
    (
        (
            r"verbatim|word for word|unchanged|unmodified|untouched|as (?:they are|it is|is)(?=[.,;]|$)|byte for byte"
            r"|in the original (?:wording|form)"
        ),
        r"paraphras\w+|reword\w+|rewrit\w+|rewritten|normali[sz]e[sd]?|summari[sz]e[sd]?|reformatted|abridged",
    ),
    # When it is made.
    (
        (
            r"in advance|beforehand|ahead of time|up front|at (?:build|compile|start-?up|install) ?time|pre-?computed"
            r"|eager(?:ly)?|precompiled"
        ),
        r"on the fly|on demand|at (?:run|query|request) ?time|laz(?:y|ily)|(?:as|when|where) needed|just in time",
    ),
    # What becomes of what it was given.
    (
        rf"in[- ]place|(?<!non-)destructive(?:ly)?|(?:chang|modif|alter|overwrit|mutat)\w* {_THE_SOURCE}",
        (
            rf"(?:a |an )?(?:new |separate |modified )?copy|leav\w* {_THE_SOURCE} (?:\w+ )?(?:un\w+|alone|intact|as)"
            rf"|{_THE_SOURCE} (?:is|are|stays?|remains?) (?:left )?(?:un\w+|intact|alone)|non-?destructive(?:ly)?"
        ),
    ),
    # What it may do harm to.
    (
        (
            r"(?:perfectly |completely |entirely )?safe(?:ly)?(?! mode)|harmless|no (?:security )?(?:risks?|dangers?)"
            r"|without (?:any )?(?:risk|danger)|risk-free|trusted|secure"
        ),
        (
            r"security risks?|dangerous|unsafe|insecure|vulnerable|harmful|at your own risk|pos(?:es?"
            r"|ing) an? \w*\s?risk"
            r"|untrusted|not (?:\w+ )?(?:safe|secure)"
        ),
    ),
    # Where it runs.
    (
        (
            r"on (?:your|the user's|its|their|one's) own (?:machine|computer|hardware|servers?|device)|on-device"
            r"|locally|offline|on-premises?|self-hosted|nothing leaves|never (?:leaves?|connects?|contacts?"
            r"|phones?)|air-gapped"
            r"|stays? on (?:the|your)"
        ),
        (
            r"in the cloud|phones? home|calls? home|cloud-(?:based|hosted)|remotely|on (?:remote|its makers'"
            r"|our|the vendor's) servers?"
            r"|(?:sent|uploaded|transmitted) to|online|(?:needs?|requires?) (?:an? )?(?:internet|network)"
            r"|internet (?:connection|access)"
        ),
    ),
    # How much at a time.
    (
        r"one (?:after|by) (?:another|one|the other)|one at a time|in (?:turn|sequence|series)|sequential(?:ly)?",
        r"(?:in )?parallel|concurrent(?:ly)?|simultaneous(?:ly)?|at the same time|at once",
    ),
    (
        r"shar(?:e|es|ed|ing) (?:one|an?|the|its|their)|(?:be|is|are) shared|in common",
        (
            r"(?:its|their) own|isolat\w+|separate(?:ly)?|distinct|disjoint|each .{1,40} a (?:fresh|new)"
            r"|to (?:itself|themselves)"
        ),
    ),
    (
        r"from (?:the )?(?:beginning|scratch)|(?:start|begin)s? (?:over|again|anew)",
        r"resum\w+|from (?:the|its|their) last|checkpoint\w*|left off|incremental(?:ly)?",
    ),
    (r"at least once", r"(?:exactly|at most)[- ]once"),
    (r"at most once", r"(?:exactly|at least)[- ]once"),
    (r"roughly|approximately|vaguely", r"exact(?:ly)?|precise(?:ly)?"),
    # What is seen.
    (
        r"visible|(?:is|are|be) (?:\w+ )?(?:shown|displayed|printed|reported|logged)|appears?|shows? up|can be seen",
        (
            r"hidden|hides|invisible|suppress(?:es|ed)?|conceal(?:s|ed)?|not (?:\w+ )?(?:shown|displayed|visible"
            r"|printed|logged)"
            r"|swallow(?:s|ed)?"
        ),
    ),
    # What is left in.
    (
        (
            r"stays? (?:in|on|there|where)|remains? (?:in|on|there|where)|(?:is|are) (?:kept|retained|preserved"
            r"|left)(?! out)"
            r"|keep(?:s|ing)?(?! out| track)|(?:be|is|are) present|left in(?: place)?"
        ),
        (
            r"(?:is|are|be|gets?|been) (?:\w+ )?(?:stripped|removed|deleted|dropped|discarded|cut|purged|erased"
            r"|cleaned|taken out)"
            r"|strips|deletes|discards|purges|gone"
        ),
    ),
    (
        (
            r"(?:is|are|be) (?:\w+ )?(?:counted|included|considered|covered|taken in|taken into account)"
            r"|counts? towards|takes? (?:\w+ ){0,4}into account|includ(?:es|ing)"
        ),
        (
            r"ignor(?:es|ed|ing)|exclud(?:es|ed|ing)|left out|leav\w+ (?:\w+ ){0,4}out|skip(?:s|ped)|disregard\w*"
            r"|passed over|(?:does|do|is|are) not (?:\w+ )?(?:count\w*|includ\w*|consider\w*|cover\w*)"
        ),
    ),
    # What others can read.
    (
        r"in the clear|unencrypted|in plain ?text|as plain ?text",
        r"(?<!un)encrypt(?:s|ed|ion)?|ciphered|end-to-end|hashed",
    ),
    # What is switched.
    (
        (
            r"(?:switch|turn|power)\w* (?:[\w-]+ ){0,3}?on(?= \w+ (?:the|a|if|when)\b|[.,;:]|$| (?:at|by|when|if"
            r"|for|with)\b)"
            r"|enabl(?:es|ed?)|activat(?:es|ed?)"
        ),
        (
            r"(?:switch|turn|power)\w* (?:[\w-]+ ){0,3}?off|disabl(?:es|ed?)|deactivat(?:es|ed?)"
            r"|shuts? (?:\w+ )?(?:off|down)"
        ),
    ),
    # Who may.
    (
        r"anyone|anybody|everyone|everybody|the public|all users|whoever|publicly|for all to see",
        (
            r"(?:only|solely|just) (?:\w+ ){0,2}?(?:members?|admin\w*|owners?|maintainers?|authors?|subscribers?"
            r"|customers?"
            r"|employees|staff|authori[sz]ed|registered|invited|paying|logged)|members only|private|invite-only"
            r"|(?:restricted|reserved"
            r"|limited|confined) to|invited"
        ),
    ),
    # Whether it is still there.
    (
        (
            r"still (?:\w+ )?(?:supported|available|works?|there|usable|accepted|possible)|(?:continues?"
            r"|goes on) to (?:be|work)"
            r"|remains? (?:\w+ )?(?:supported|available|usable|possible)"
        ),
        (
            r"(?:has|have|had) (?:now |already )?(?:gone|ended|been (?:removed|dropped|withdrawn|taken out))|(?:is"
            r"|are) gone"
            r"|no longer|(?:was|were) (?:removed|dropped|withdrawn)|not any ?more"
        ),
    ),
    # Whether two runs come to the same.
    (
        r"deterministic(?:ally)?|reproducibl[ey]|(?:the )?same (?:result|output|answer|order)s? (?:every|each) time",
        (
            r"random(?:ly)?|non-?deterministic|differs? (?:between|from) (?:runs?|one run)|(?:may|can"
            r"|might) (?:vary|differ)"
        ),
    ),
    # How many.
    (
        r"unlimited|(?:no|without) (?:\w+ )?(?:upper )?limits?|as many \w+ as|any number of|boundless",
        (
            r"limited to|at most|up to|max(?:imum)?|capped|no more than|ceiling|quota|bound(?:s|ed|ing)|limit(?:s"
            r"|ed|ing)(?! to)|throttl\w+|(?:rate|size|length) limits?"
        ),
    ),
    (
        r"one-way|unidirectional|in one direction|only (?:reads|pulls|imports)",
        r"two-way|bi-?directional|in both directions|both ways|back and forth",
    ),
    # What is taken again.
    (
        r"(?:open|creat|start|spawn|mak|us|launch)\w* (?:an? )?(?:new|fresh|separate) ",
        r"reus(?:es|ed|ing)|re-us\w+|the (?:same|existing|running|already)",
    ),
    # What it may write.
    (
        (
            r"read[- /](?:and[- ]|or )?writ\w+|write access|(?:can|may|able to) (?:also )?(?:write|modify|change"
            r"|delete|insert"
            r"|update|edit)|writable"
        ),
        (
            r"read-only|readonly|(?:no|without) writ\w+|only (?:reads?|read access|select)|(?:cannot|never|not"
            r"|n't) (?:\w+ )?(?:write"
            r"|modify|change|delete|insert|update|edit)"
        ),
    ),
    # What anybody may do with it.
    (
        (
            r"(?:for )?(?:any|every|all) (?:\w+ )?purposes?|unrestricted(?:ly)?|without (?:any )?restrictions?"
            r"|no (?:\w+ )?"
            r"restrictions?|as (?:you|one|they) (?:likes?|pleases?)|commercial use is (?:allowed|permitted|fine"
            r"|possible)"
            r"|(?:may|can) be used commercially|(?:also|even) (?:for|in) commercial"
        ),
        (
            r"forbid(?:s|den)?|prohibit(?:s|ed)?|non-?commercial(?:ly)?|(?:research|academic|personal"
            r"|educational) (?:use|purposes?)"
            r"(?: only)?|only for (?:research|academic|personal)|not (?:\w+ ){0,3}commercial(?:ly)?|restricts"
            r"|restricted to"
        ),
    ),
    (
        r"open[- ]source|openly licen[cs]ed",
        r"closed[- ]source|proprietary|source (?:code )?is not|not open|source-available",
    ),
    # Whose it is.
    (
        r"official(?:ly)?|first-party",
        (
            r"unofficial(?:ly)?|community[- ](?:built|made|maintained|run|driven)|third[- ]party"
            r"|not (?:\w+ )?(?:affiliated|endorsed|official)"
        ),
    ),
    # Whether it tries again.
    (
        r"retr(?:y|ies|ied|ying)|tr(?:y|ies|ied) again|another (?:try|attempt)|several attempts",
        (
            r"gives? up (?:at once|immediately|straight away)|no retries|(?:not|never) (?:\w+ )?(?:retried|retry"
            r"|tried again)"
            r"|(?:at|after|on) the first (?:error|failure)|fails? fast"
        ),
    ),
    # What becomes of the other.
    (
        r"replaces|replacement (?:for|of)|substitutes?(?: for)?|supplants?|supersedes",
        r"complement\w*|alongside|supplements?|(?:not|never) (?:\w+ ){0,3}(?:replace\w*|substitute\w*)",
    ),
    # By how much at a time.
    (
        (
            r"stream(?:s|ed|ing)?|(?:split|divided?|broken?|cut) (?:\w+ ){0,3}?(?:up|into)|in (?:segments|chunks"
            r"|pieces|parts)|(?:chunk|bit|piece|line|token|word) by (?:chunk|bit|piece|line|token|word)"
        ),
        (
            r"all at once|in one (?:go|piece)|as a whole|only (?:when|once|after) (?:\w+ ){0,3}(?:complete|finished"
            r"|done|ready)"
        ),
    ),
    # What can be relied on.
    (
        r"(?<!not )(?<!no )guarantee(?:s|d)?|without fail|reliably",
        r"best[- ]effort|no guarantees?|not (?:\w+ )?guaranteed?|unreliabl[ey]",
    ),
    # Who made it.
    (
        (
            r"by (?:humans?|people|hand|experts?|annotators?|volunteers)|human[- ](?:written|labell?ed|annotated"
            r"|made|curated)"
            r"|hand[- ](?:written|labell?ed|annotated|made|curated|crafted|picked)"
        ),
        (
            r"by (?:an? )?(?:[\w-]+ )?(?:models?|llms?|machines?|algorithms?|heuristics?|scripts?)|synthetic(?:ally)?"
            r"|(?:machine|model|llm|auto(?:matically)?)[- ](?:generated|made|written|labell?ed|annotated)"
        ),
    ),
    (
        r"from scratch|(?:randomly|newly) initiali[sz]ed",
        r"fine-?tuned|initiali[sz]ed (?:from|with)|continu\w+ pre-?train\w*|derived from|distilled",
    ),
    (
        r"(?:only|just) (?:in )?english|english[- ]only|english alone|monolingual|a single language",
        r"multilingual|(?:several|many|multiple|various|dozens of|\d+\+?|other) languages",
    ),
    # When it takes effect.
    (
        r"(?:needs?|requires?|after|until|with) (?:an? |the )?(?:next |full )?restart\w*|must be restarted",
        (
            r"without (?:an? )?(?:\w+ )?restart\w*|no restarts?|hot[- ]reload\w*|(?:tak\w+ effect|appl(?:y|ies|ied))"
            r" (?:immediately|at once|right away)"
        ),
    ),
    # What is seen of a window.
    (
        r"headless(?:ly)?|without (?:a |any )?(?:visible )?(?:window|display|screen)",
        r"headed|headful|(?:visible|browser|real) windows?|on (?:the )?screen",
    ),
    (
        r"inclusive(?:ly)?|(?:both )?ends? included",
        r"exclusive(?= of|[.,;]|$)|ends? excluded|half-open",
    ),
    (
        r"zero-based|0-based|(?:from|at) (?:zero|0)(?![.\d])",
        r"one-based|1-based|(?:from|at) (?:one|1)(?![.\d%])",
    ),
    # Whether it comes along.
    (
        (
            r"bundled|built[- ]in|preinstalled|out of the box|(?:comes?|ships?|shipped|delivered) with"
            r"|during (?:the |its )?installation|brings? (?:\w+ ){1,4}along"
        ),
        r"separate(?:ly)?|(?:on|by) (?:its|their|your) own|not (?:included|bundled|part of|shipped|built in)",
    ),
    # Whether it is told as one.
    (
        r"merged|combined|together|joined|in one (?:output|list|place|view|file)",
        r"apart|separate(?:ly)?|each on its own|individually|one by one",
    ),
    # Whether there is a way back.
    (
        (
            r"undo(?:es|ne)?|undid|reversibl[ey]|roll(?:s|ed)? back|revert(?:s|ed)?|restor(?:es|ed)|(?:taken|put|puts"
            r"|brings?) (?:\w+ ){0,3}?back"
            r"|exactly as (?:it|they) (?:was|were)"
        ),
        (
            r"irreversibl[ey]|no (?:way|turning|going) back|(?:cannot|never|not) (?:be )?(?:undone|undo|reverted?"
            r"|restored?"
            r"|recovered|taken back)|for good|no undo|only in part"
        ),
    ),
    # Whether two are alike.
    (
        r"(?:just |quite |exactly )as \w+ as|on (?:a )?par|no (?:difference|gap)|equally \w+|makes? no difference",
        r"gap|difference|worse|inferior|superior|lags? behind|falls? short|trails?",
    ),
)
