"""The same orders in other languages than English."""

from __future__ import annotations

# Orders that are told by their words wherever they stand.
TAKE_BACK_ELSEWHERE = (
    # German, French, Spanish
    (
        r"(?:ignorier(?:e|en\s+Sie|t)|vergiss|vergessen\s+Sie|missachte(?:n\s+Sie)?)\s+(?:\w+\s+){0,2}"
        r"(?:(?:vorherig|bisherig|obig|früher|vorig|vorangegangen|vorhergehend)e[nr]?\s+)"
        r"(?:Anweisung|Instruktion|Befehl|Vorgabe|Prompt|Regel)\w*"
    ),
    (
        r"(?:ignore[zr]?|oublie[zr]?|ne\s+(?:tiens|tenez)\s+pas\s+compte)\s+(?:de\s+)?(?:toutes?\s+)?"
        r"(?:les|des|tes|vos|ces)\s+(?:instructions|consignes|directives|règles)\s+"
        r"(?:précédentes|antérieures|ci-dessus|données)"
    ),
    (
        r"(?:ignor[ae]n?|olvid[ae]n?|descart[ae]n?|haz\s+caso\s+omiso\s+de)\s+(?:todas\s+)?(?:las|tus|sus|estas)\s+"
        r"(?:instrucciones|indicaciones|órdenes|reglas)\s+(?:anteriores|previas|precedentes)"
    ),
    # Italian, Portuguese, Dutch, Polish, Russian
    r"(?:ignora(?:te|re)?|dimentica(?:te)?)\s+(?:tutt[ei]\s+)?(?:le|gli|i)\s+(?:istruzioni|indicazioni|ordini)\s+(?:precedent|anterior)i",
    r"(?:ignor[ea]m?|esqueç?[ac]m?)\s+(?:todas\s+)?(?:as|suas)\s+(?:instruções|orientações|ordens)\s+(?:anteriores|prévias|acima)",
    r"(?:negeer|vergeet)\s+(?:alle\s+|de\s+){0,2}(?:eerdere|vorige|voorgaande|bovenstaande)\s+(?:instructies|opdrachten|aanwijzingen)",
    r"(?:zignoruj|ignoruj|zapomnij)\s+(?:wszystkie\s+)?(?:poprzednie|wcześniejsze|powyższe)\s+(?:instrukcje|polecenia)",
    (
        r"(?:проигнорируй|игнорируй|забудь|не\s+обращай)(?:те)?\s+(?:внимания\s+на\s+)?(?:все\s+|всё\s+)?"
        r"(?:предыдущие|прежние|прошлые|вышеуказанные|ранее\s+данные)\s+(?:инструкции|указания|команды|правила)"
    ),
)
TAKE_BACK_CHINESE = (
    r"(?:これまで|以前|上記|前述|前|今まで|すべて|全て)の(?:すべての|全ての)?(?:指示|命令|プロンプト|ルール)(?:は|を|も)?(?:すべて|全て)?(?:無視|忘れ)",
    r"(?:이전|위|앞|지금까지)(?:의)?\s?(?:모든\s?)?(?:지시|명령|지침|프롬프트)(?:\s?사항)?(?:을|를|은|는)?\s?(?:모두\s?)?(?:무시|잊)",
    (
        r"(?:忽略|无视|無視|忘记|忘記|忽视|忽視|不要理会)掉?(?:之前|以上|上述|前面|先前|上面|此前|所有|全部|一切|任何|你|您|收到|的)+"
        r"(?:指令|指示|提示词?|命令|规则|規則|内容|內容)"
    ),
)

# For each: a model; a note to it; "if you are one"; must; the stems of telling and judging.
_LANGUAGES = (
    (
        r"(?:KI\b(?:-\w+)?|(?:große[nrs]?\s+)?Sprachmodelle?n?\b|LLMs?\b|Chatbots?\b)",
        r"(?:Hinweis|Anweisung|Nachricht|Achtung|Notiz|Bitte)\s+(?:an|für)\s+(?:alle\s+)?(?:die\s+)?",
        r"(?:wenn|falls|sofern)\s+(?:du|Sie)\s+(?:eine?\s+)?",
        r"(?:müssen|muss|soll(?:en|ten|te)?|bitte|werden\s+gebeten|sind\s+gehalten|haben)\b",
        (
            r"(?:sag|schreib|an(?:ge|zuge)+b|gib|gebt|erwähn|nenn|empf[ei]hl|empfiehl|bezeichn|beschreib|bewert|einstuf|einzustuf|auf(?:zu)?führ"
            r"|stell|darstell|darzustell|zitier|behandel|vermerk|festhalt|verschweig|weg(?:zu)?lass|setz)"
        ),
    ),
    (
        (
            r"(?:IA\b|modèles?\s+de\s+langage|agents?\s+conversationnels?|intelligences?\s+artificielles?"
            r"|assistants?\s+(?:IA\b|virtuels?|automatiques?))"
        ),
        r"(?:note|message|instructions?|attention|avis)\s*(?:,\s*)?(?:à|aux?|pour)\s+(?:tou(?:te)?s\s+)?(?:l'|les\s+)?",
        r"si\s+(?:vous\s+êtes|tu\s+es)\s+une?\s+",
        r"(?:doi(?:ven)?t|devez|devraient|sont\s+(?:priée?s|invitée?s|tenue?s)|merci\s+de|veuillez|prière\s+de)\b",
        r"(?:dire|dites|indiqu|mentionn|écri|présent|recommand|class|considér|décri|cit|notez|affirm|précis|omet|ignor|attribu)",
    ),
    (
        r"(?:IAs?\b|modelos?\s+de\s+lenguaje|inteligencias?\s+artificial(?:es)?|asistentes?\s+(?:de\s+IA|virtual(?:es)?))",
        r"(?:nota|mensaje|instrucciones|atención|aviso)\s+(?:a|para)\s+(?:tod[oa]s\s+)?(?:las?\s+|los\s+)?",
        r"si\s+(?:eres|usted\s+es)\s+una?\s+",
        r"(?:debe[n]?|deberá[n]?|deberían?|se\s+(?:ruega|pide|solicita)|por\s+favor|tienen?\s+que|han\s+de)\b",
        r"(?:dec|dig|indi[cq]|mencion|escrib|present|recom|clasifi|consider|descri|cit|anot|afirm|omit|puntu|calific|trat|regist)",
    ),
    (
        r"(?:IA\b|modell[oi]\s+linguistic[oi]|intelligenz[ae]\s+artificial[ei]|assistenti\s+(?:IA|AI|virtuali)\b)",
        r"(?:nota|messaggio|istruzioni|attenzione|avviso)\s+(?:per|a|ai|agli|alle)\s+(?:tutt[ei]\s+)?(?:gli\s+|le\s+|i\s+)?",
        r"se\s+sei\s+(?:uno?\s+|una\s+|un')",
        r"(?:dev(?:e|ono)|dovrebber?o?|sono\s+(?:pregat|invitat|tenut)[ie]|si\s+prega|per\s+favore)\b",
        r"(?:dire|dite|indic|menzion|scriv|present|raccomand|consigli|classific|consider|descriv|cit|assegn|tralasci|omett|riport)",
    ),
    (
        r"(?:IAs?\b|modelos?\s+de\s+linguagem|inteligências?\s+artificia(?:l|is)|assistentes?\s+(?:de\s+IA|virtua(?:l|is)))",
        r"(?:nota|mensagem|instruções|atenção|aviso)\s+(?:para|aos?|às?)\s+(?:tod[oa]s\s+)?(?:os\s+|as\s+)?",
        r"se\s+(?:você\s+(?:é|for)|és)\s+uma?\s+",
        r"(?:deve[m]?|deveriam?|por\s+favor|pede-se|solicita-se|favor|queiram|têm\s+de)\b",
        r"(?:diz|dig|indi[cq]|mencion|escrev|apresent|recomend|classifi|consider|descrev|cit|anot|afirm|omit|regist|atribu|trat)",
    ),
    (
        r"(?:AI(?:-\w+)?\b|taalmodel(?:len)?|LLM's|chatbots)",
        r"(?:opmerking|bericht|instructies?|let\s+op)\s+(?:voor|aan)\s+(?:alle\s+)?",
        r"als\s+(?:je|u)\s+een\s+",
        r"(?:moet(?:en)?|dien(?:t|en)|worden\s+verzocht|gelieve)\b",
        r"(?:vermeld|schrij[vf]|zeg|noem|beschrij[vf]|beveel|aanbevel|beoorde|citeer)",
    ),
    (
        r"(?:model(?:e|i|om|u)?\s+językow\w+|asysten\w+\s+AI|LLM-?\w*)",
        r"(?:uwaga|wiadomość|instrukcj[ae])\s+(?:dla|do)\s+(?:wszystkich\s+)?",
        r"jeśli\s+jesteś\s+",
        r"(?:powinn\w+|musz\w+|prosz\w+|należy|mają)\b",
        r"(?:napis|wspom|pole[cć]|opis|uzna|podaw|stwierdz|oce[nń]|traktow|wymieni|pomi[jn])",
    ),
    (
        r"(?:ИИ\b|языков\w+\s+модел\w+|нейросет\w+|чат-?бот\w*|LLM\b)",
        r"(?:примечание|сообщение|внимание|инструкци[яи])\s*,?\s*(?:для\s+)?(?:всех\s+|всем\s+)?",
        r"если\s+(?:ты|вы)\s*[—–-]?\s*(?:являешься\s+|являетесь\s+)?",
        r"(?:должн\w+|следует|обязан\w+|прос(?:им|ьба)|необходимо|пожалуйста)",
        r"(?:пиш|напи[сш]|ука[зж]|упом|рекоменд|назов|назыв|опи[сш]|счита|отме[тч]|сообщ|говор|скаж|цитир|умолч|став|оцен)",
    ),
)
# For each, its words for a model, of which one stands in each order, and the forms of an order.
FOREIGN = tuple(
    (
        rf"\b{model}",
        (
            rf"{note}{model}[^.:\n]{{0,40}}[:,]",
            rf"{if_you_are}{model}",
            rf"{model}[^.!?\n]{{0,80}}?\b{must}[^.!?\n]{{0,80}}?\b(?:zu\s+|d')?{tell}\w*",
            rf"{model}[^.:\n]{{0,60}}:\s[^.!?\n]{{0,80}}?\b{tell}\w*",
        ),
    )
    for model, note, if_you_are, must, tell in _LANGUAGES
)
# Stems of which one stands in each withdrawal.
CUES_ELSEWHERE = (
    "ignor",
    "vergiss",
    "vergessen",
    "missacht",
    "oubli",
    "compte",
    "olvid",
    "descart",
    "omiso",
    "dimentica",
    "esque",
    "negeer",
    "vergeet",
    "zignoruj",
    "zapomnij",
    "игнорируй",
    "забудь",
    "обращай",
)
CUE_CHINESE = r"AI|LLM|[人言人前以上之이위앞지인언챗如致告智大语語聊忽无無忘不]|これ|今|すべて|全て"
# Chinese and Japanese have no spaces between their words; Korean binds its particles to them.
CHINESE = (
    r"(?:AI|人工知能|LLM|言語モデル)(?:アシスタント|モデル)?(?:へ|への(?:注意|メモ|お願い|指示))\s*[:：、,]",
    r"(?:AI|人工知能|LLM|言語モデル|チャットボット)[^。！？\n]{0,80}?(?:記載|記録|紹介|推薦|推奨|薦め|評価|言及|回答|答え|説明|述べ|書[いかく]|引用|扱|要約|明記|掲載|挙げ|触れ)[^。！？\n]{0,12}?(?:ください|下さい|すること|せよ|べき|ものとする|なければ|ないこと)",
    r"(?:AI|인공지능|LLM|언어\s?모델)(?:\s?(?:어시스턴트|모델|비서))?(?:에게|께|용\s?메모)\s*[:：,]",
    r"(?:AI|인공지능|LLM|언어\s?모델|챗봇)[^.!?\n]{0,80}?(?:기록|추천|작성|언급|표시|설명|평가|답|소개|기재|요약|말)[^.!?\n]{0,12}?(?:하세요|하십시오|해야|마세요|마십시오|바랍니다|주세요|할\s것)",
    r"如果[你您]是[^。，,！？\n]{0,20}?(?:AI|人工智能|语言模型|大模型|語言模型)(?=助手|模型|[,，、:：。]|$)",
    r"(?:致|告)(?:所有|各位)?(?:AI|人工智能|大?语言模型|大模型)(?:助手|模型)?\s*[:：,，]",
    r"(?:AI|人工智能|语言模型|語言模型|大模型|智能助手|聊天机器人)[^。！？\n]{0,40}?(?:请|請|应[当该]|應[當該]|必须|必須|务必|務必|不要|不得|需要)[^。！？\n]{0,30}?(?:说|說|写|寫|列|推荐|推薦|提及|提到|称|稱|描述|标|標|评|評|视|視|回答|引用|注明|记录|記錄|声明|聲明)",
)
