"""The phrases in which a plan promises, denies, and sends its reader elsewhere."""

import re

# What is meant to come, said without "will": nouns of intention, plans on paper, talks that go on, and times to come.
_MEANT = (
    r"\b(?:it is (?:our|its|their|the) (?:\S+ ){0,6}?(?:hope|aim|intention|intent|purpose|ambition|wish|desire|resolve|plan)(?: of (?:\S+ ){1,5}?)? ?(?:to|that)\b"
    r"|(?:on|onto) (?:the|our|its|their) (?:\S+ )?(?:road ?map|agenda|drawing board|to-do list|wish list|work ?plan|calendar)|in (?:the|its|their) (?:pipeline|works|offing|cards|planning stages?)"
    r"|(?:would|should) (?:\w+ ){0,2}?like to|looks? forward to|foresees?|(?:has|have) (?:it )?in mind|in contemplation|contemplates?|(?:has|have) (?:resolved|decided|voted|agreed|undertaken|pledged) to (?:set|develop|establish|create|form|draft|adopt|design|convene|build|look|study|explore)"
    r"|(?:is|are) (?:\w+ )?(?:hoped|slated|penciled|foreseen|contemplated|poised)\b"
    r"|(?:talks?|discussions?|negotiations?|conversations?|consultations?|deliberations?|drafting|procurement) (?:\S+ ){0,6}?(?:is|are) (?:\w+ )?(?:under ?way|ongoing|in progress|proceeding|continuing)"
    r"|(?:is|are) (?:still )?the subject of (?:\w+ )?(?:talks?|discussions?|negotiations?|conversations?|consultations?)"
    r"|(?:has|have) (?:applied for|been authorized|(?:begun|started) (?:planning|drafting|designing|developing|exploring|discussing|to (?:plan|draft|design|develop|explore|discuss))|been set aside (?:to|for) (?:buy|purchase|procure|develop|build))"
    r"|in talks\b|(?:is|are|remains?) (?:still )?in draft|await(?:s|ing) (?:\S+ ){0,2}?(?:approval|adoption|signatures?|funding|action|guidance)|remains? under (?:consideration|review|discussion|development)|(?:is|are) (?:envisioned|anticipated)\b"
    r"|(?:is|are) open to \w+ing|at some point|(?:in|for) the years? (?:ahead|to come)|recognizes? the need|should be (?:in effect|in place|ready|complete|operational|available) by|once (?:the|an?|it|funding|this)\b[^.]{0,60}\bwould"
    r"|(?:is|are|am|has been|have been) (?:\w+ )?(?:eyeing|weighing|mulling|toying with|kicking around|hammering out|mapping out|sketching out|scoping(?: out)?|gearing up|laying the groundwork|making plans|getting ready|shopping for|taking steps to|moving toward)"
    r"|(?:is|are) (?:\w+ )?(?:being )?(?:hammered|worked|thrashed|mapped|sketched|fleshed) out|(?:has|have|had) been (?:put before|referred to|assigned to|floated|raised with|taken up by|tasked)|aspires? to|looks? to (?=[a-z]+ )|has been asked to|have been asked to"
    r"|(?:has|have) (?:been )?(?:charged|tasked) (?:\S+ ){0,8}?with\b|(?:has|have) (?:its|our|their) (?:eyes?|sights?) (?:set )?on|in preparation\b|in the midst of|(?:has|have|was|were)? ?kicked off|light of day"
    r"|(?:is|are|am) (?:\w+ )?(?:keen|eager|anxious|determined) to|every intention (?:of|to)|on (?:everybody|everyone)'s mind|(?:a|still) work in progress"
    r"|in due course|in a (?:later|future|second|subsequent) (?:phase|stage|year|edition)|at a later (?:date|time|stage)|(?:will|shall) follow\b|remains? to be \w+|(?:still|yet) to be \w+ed)\b"
)
FUTURE = re.compile(
    rf"{_MEANT}|\b(?:will|shall|plans to|(?:we|they|and|also|now|agencies|partners|\w+s|(?-i:[A-Z]\w+)) plan to|intends? to|expects? to|hopes? to|aims? to|means? to|proposes? to|seeks? to|strives? to|is to|are to"
    r"|(?:is|are) (?:planned|planning|expected|scheduled|proposed|envisaged|anticipated|considering|exploring|committed to|looking)"
    r"|(?:is|are) (?:currently |now |still )?(?:being|in the process of being|under|in) (?:\w+ )?(?:developed|development|drafted|designed|revised|considered|consideration|built|procured|review|planning|discussion|negotiation)"
    r"|(?:is|are) (?:currently |now |still )?(?:developing|drafting|designing|revising|finalizing|working (?:to|on|toward)|exploring|preparing|in the process of)"
    r"|(?<!available )to (?:be|follow)\b(?= (?:supplied|furnished|provided|inserted|written|added|filled|confirmed|finalized|submitted|negotiated|arranged|worked out)\b|\W*$)|to be (?:developed|determined|issued|adopted|announced|decided|completed|established|set|defined|drafted|signed|chosen)"
    r"|under development|in development|not yet final|forthcoming|anticipates?)\b",
    re.IGNORECASE,
)
# Futures that are never the law's own way of speaking, as "will" is.
INTENT = re.compile(
    rf"{_MEANT}|\b(?:intends?|hopes?|expects?|means? to|proposes?|explor\w+|consider(?:s|ed|ing)?\b|under consideration|under development|in development|being \w+ed|(?:is|are) (?:currently |now |still )?(?:developing|drafting|designing|revising|finalizing|preparing)|(?:is|are) (?:currently |now |still )?working (?:to|on|toward|towards)|defer\w*|postpon\w*|planned|to be (?:developed|determined|issued|adopted|announced|decided|completed|established|drafted|signed|chosen))\b",
    re.IGNORECASE,
)
# Verbs that make the answer itself a thing to come.
MAKING = re.compile(
    r"\b(?:develop\w*|establish\w*|creat\w+|issu(?:e|ed|ing)|adopt\w*|explor\w+|consider\w*|conven\w+|design\w*|draft\w*|draw up|procur\w+|build\w*|launch\w*"
    r"|form(?:ed)?|set up|(?:put|have) (?:\w+ ){0,3}in(?:to)? place|ask(?:ed)? (?:\w+ ){1,4}for|seek\w*|begin|begun|start\w*|implement\w*|pursu\w+|examin\w+|stud(?:y|ied)|determin\w+|decid\w+|defer\w*"
    r"|finaliz\w+|complet\w+|hir(?:e|ed)|strengthen\w*|enhanc\w+|striv\w+|work (?:to|toward|with|on)|planned|undertak\w+|carried out|conduct\w*|introduc\w+|revis\w+|prepar\w+"
    r"|choos\w+|chosen|select\w*|enter into|sign(?:ed)?|negotiat\w+|agreed|identif\w+|investigat\w+|research\w*|look (?:at|into)|roll\w* out|expand\w*|be set|be asked|be (?:added|supplied|furnished|provided|inserted|filled in|submitted|forwarded|worked out|built|put)|join|writ(?:e|ten)|produc\w+|defin\w+|set by)\b",
    re.IGNORECASE,
)
# An analysis that is still to be made.
ANALYZE = re.compile(
    r"(?:will|shall|plans? to|intends? to)\b[^.;]{0,80}?\b(?:analy[sz]e|assess|study|survey|review|examine|compile|collect|gather|measure|look into|work out|find out|count|calculate|estimate|take stock|inventory|establish how|determine)\b",
    re.IGNORECASE,
)
SOON = re.compile(
    r"\b(?:next (?:program |fiscal |calendar )?year|(?:in |during |over |within )?(?:the )?(?:coming|upcoming|first|second|third|fourth|next) (?:\w+ )?(?:program |plan |fiscal )?(?:years?|months|quarters?)|over the (?:life|course|period) of (?:the|this) plan"
    r"|during (?:the|this) plan(?:ning)? period|by (?:the end of )?(?:PY ?)?(?:\w+ )?20[2-9]\d|in (?:\w+ )?20(?:2[5-9]|3\d)|before the next|once (?:the|it|funding|this)|when funding|as soon as|in the future|later this)\b",
    re.IGNORECASE,
)
STANDING = re.compile(
    r"\b(?:each|every|annually|yearly|quarterly|monthly|weekly|daily|within \w+ (?:business |working |calendar )?(?:hours?|days?|weeks?)|at least|immediately|the same day|always|continues? to|first(?! (?:\w+ )?(?:years?|months|quarters?|phase|step)\b))\b",
    re.IGNORECASE,
)
# What others mean to do, inside a sentence that tells what is done; and "the third is to make one of two", a role.
OTHERS = re.compile(
    r"\b(?:first|second|third|fourth|fifth|next|last|role|task|job|duty|function|charge|rule|point) (?:\S+ ){0,4}?(?:is|are|was|were) to\b|, (?:which|who|where) (?:will|shall|is to|are to) [^,.;]*|\b(?:any|all|each|every one|none) of (?:them|us|these|those) (?:means?|intends?|expects?|plans?|hopes?|wants?) to\b|\b(?:what|who|whoever|whether|anyone|those|students|customers|people) (?:\w+ ){0,3}?(?:will|shall|plans?|intends?|means?|hopes?|expects?|wants?|seeks?)(?: to)?\b",
    re.IGNORECASE,
)
DENIAL = re.compile(
    r"\b(?:(?:has|have|had|is|are|was|were|does|do|did), [^,;.]{2,90}, (?:not|never)\b|(?:has|have|had) (?:not|never)|(?:does|do|did) not|(?:is|are|was|were) not|(?:is|are|was|were) (?:\w+ )?(?:\w+ )?(?:no|none)\b|there (?:is|are|was|were) (?:\w+ ){0,3}no\b|hasn't|haven't|doesn't|don't|isn't|aren't|wasn't|weren't"
    r"|no (?:[^\s,;:.]+ ){1,20}?(?:exists?|(?:is|are|was|were|has been|have been) (?:\w+ )?(?:offered|in place|available|made|held|adopted|conducted|provided|used|set|given|planned|scheduled|arranged|found|established|developed|written|signed|kept|run|done|carried out|begun|started|undertaken|performed|completed|identified|signed|made|designated|active|funded|appointed|named|open)|(?:has|have) (?:begun|resulted|followed|come|occurred|emerged|taken))|(?:held|holds|makes?|made|keeps?|kept|gathers?|gathered|collects?|collected|sets?|conducts?|conducted|undertook|undertakes?) no (?!one\b|more\b|fewer\b|less\b)"
    r"|has been vacant|is vacant|remains? vacant|lacks? (?:a|an|any)|has yet to|have yet to|is yet to|not (?:yet|currently|at present|presently|been)|none (?:exists?|is|are|has|have)|(?:has|have|had) (?:had )?no\b|is without|are without|declin(?:es|ed) to"
    r"|(?:is|are|was|were) never|(?:did|does|do) not take place|(?:takes?|plays?|has|have|had) no (?:part|role|say|hand)\b"
    r"|(?:is|are|was|were|offers?|has|have|provides?|holds?|runs?|keeps?|does|do|gives?) neither|(?:is|are|was|were|been) (?:unable|in no position) to|(?:is|are) (?:absent|missing|lacking)\b|falls? outside (?:what|the (?:\w+ )?(?:board|area|scope|assessment|review|plan|program|system)s?)|cannot (?:now |yet |currently )?be (?:reported|measured|counted|determined|assessed|provided|offered)|cannot (?:point to|name|identify)|(?:has|have) (?:prevented|precluded|kept) (?:\S+ ){1,4}?from"
    r"|(?:board|state|area|region|agency|agencies|centers?|we|it|they|commonwealth|department) (?:cannot|can not|could not) (?:yet |now |currently )?(?:offer|provide|say|tell|report|describe|supply|give|assess|measure|state)"
    r"|(?:go(?:es)?|went|is|are|remains?|left|stays?) (?:un(?:collected|assessed|counted|measured|recorded|reported|examined|written|tracked|staffed|evaluated|reviewed|monitored|developed)))",
    re.IGNORECASE,
)
# Nobody does what is asked; other negations of persons tell of a practice, see NOBODY.
NONE_DOES = re.compile(
    r"\b(?:(?:nobody|no one|none of (?:us|them)|no (?:\w+ ){1,3})(?:\S+ ){0,3}?(?:has|have|had) (?:yet|ever|so far|as yet|been able)\b|(?:nobody|no one) (?:in|at|on) (?:\S+ ){1,4}?(?:(?:has|have) \w+ed|offers|provides|arranges)|(?:has|have|had) yet to see the light of day|(?:has|have) not resumed)\b",
    re.IGNORECASE,
)
# A body that decided not to do what is asked.
DECLINED = re.compile(
    r"\b(?:we|board|council|state|area|region|consortium|commission|partnership|agency|department|agencies|partners|they|it)\b[^.;]*?\b(?:opted|chose|chosen|elected|preferred|voted|decided) (?:not to|against)\b",
    re.IGNORECASE,
)
# A practice that was given up: "the class ended in 2022". The words before it say what ended.
CEASED = re.compile(
    r"\b(?:(?:was|were|has been|have been) (?:discontinued|abandoned|dropped|suspended|canceled|cancelled|shelved|allowed to lapse)|(?:has |have )?(?:ended|lapsed|ceased|stopped|folded)(?= (?:in|with|when|after|because|as|for|by|at)\b|[.,;]|$))",
    re.IGNORECASE,
)
# A decision that is left to others, although the requirement is about what the writer of the plan decides.
DEFERRED = re.compile(
    r"\b(?:(?:is|are|was|were|been) (?:largely |entirely |wholly )?(?:left|delegated|deferred|entrusted) (?:\S+ ){0,5}?to|(?:is|are|rests?|lies?) (?:\S+ ){0,2}?(?:at|within|in) the discretion of|(?:is|are) (?:a matter )?for (?:each|the|every) (?:\w+ )?(?:local )?boards? to|prescribes none|each (?:local )?(?:board|area) (?:sets|decides|chooses|determines|adopts|establishes) its own)",
    re.IGNORECASE,
)
# Negations that describe how a thing is done: rules for staff, limits, and the other half of a contrast.
NO_DENIAL = re.compile(
    r"\b(?:no longer|(?:has|have|had|did) not (?:found?|missed|failed|lost|exceeded|refused|denied)|(?:do|does|need) not (?:wait|go|send|turn|let|ask|refuse|leave|repeat|compete|travel|lose)|(?:may|must|shall|should) not (?!be available|yet|currently)\w+|(?:not|none|no) (?:\S+ ){1,6}?until\b|(?:is|are) (?:never|not) (?:shared|released|published|printed|disclosed|stored|sold|shown|e-?mailed|given out)|so that (?:no|nobody|they|it)|not (?:only|just|merely|simply)|(?:is|are) not (?:renewed|extended|refunded|paid)|(?:is|are) not (?:allowed|permitted|expected|asked|required|supposed|forced|made|obliged) to|(?:do|does|is|are|may|must|can|shall|should|will) not (?:duplicat\w+|overlap\w*|recommend\w*|steer\w*|exceed\w*|charge\w*|count\w*|discriminat\w+|replace\w*|supplant\w*|vary|need to|have to)"
    r"|not (?:part of|covered by|included in|a part of) (?:this|the|our)|not to \w+|no later than|no more than|no less than|no fewer than|not less than|regardless|if (?:\S+ ){0,6}(?:not|no)\b|(?:do|does|did) not (?:\w+ )?(?:what|anything|things|those)\b|who (?:do|does|did|have|has|are|is) not|that (?:do|does|did|have|has|are|is) not|those not|which (?:do|does|is|are) not|when (?:\S+ ){0,5}(?:not|no)\b|where (?:\S+ ){0,5}(?:not|no)\b|unless|no cost|at no charge|no wrong door|without)",
    re.IGNORECASE,
)
# People whom nothing bad befalls: "no applicant is turned away" tells of a practice.
NOBODY = re.compile(
    r"\b(?:nobody|no one|no (?:\w+ )?(?:person|people|one|adult|customer|client|participant|applicant|veteran|employer|firm|company|jobseeker|job seeker|student|learner|child|worker|resident|member|staff|bidder|contractor|provider|area|school)s?)(?=\s+(?:is|are|was|were|has|have|who|that|waits?|goes|leaves?|needs?|may|can|will|must|in|with|over|under|from|falls?|hears?)\b)",
    re.IGNORECASE,
)
# Clauses that say when, why, to whom or to what end, and deny nothing themselves.
BESIDE = re.compile(
    r"\b(?:so that|because|since|as (?=(?:no|none|nobody|there)\b)|if|when|whenever|where|wherever|who|whom|whose|which|whether|unless|until|although|though|than|lest|in case|in order that"
    r"|(?<!says )(?<!notes )(?<!found )(?<!reports )(?<!states )(?<!acknowledges )(?<!recognizes )that)\b[^,;:.]*",
    re.IGNORECASE,
)
NO = re.compile(r"\b(?:no|none|nobody)\b", re.IGNORECASE)
NOTHING = re.compile(r"\b(?:nothing|none|not (?:\w+ )?(?:anything|any))\b", re.IGNORECASE)
NO_SUCH = re.compile(
    r"\bno ((?:\S+ ){1,9}?)(?:is|are|was|were|has been|have been|exists?|takes? place|took place)\b",
    re.IGNORECASE,
)
# A practice given up for a better one.
GIVEN_UP = re.compile(r"\b(?:do|does|is|are) not (?:\S+ ){1,6}?(?:any ?more|any longer)\b", re.IGNORECASE)
# What is lacking in one place or at one time only: the trouble to which the words after it are the answer.
LIMITED = re.compile(
    r"\b(?:within \S+ miles|north of|south of|east of|west of|outside (?:of )?(?:the|our)|in (?:the )?(?:rural|remote|outlying)|aged \d+|(?:in|outside) (?-i:(?:[A-Z]\w+ ){1,2}(?:County|Parish|Township|City))|(?:at|on) (?:night|weekends?)|^(?-i:(?!The |Our |No |Board|State|Council|Region|Consortium|Department|Agency|Area|We |It |This |There )[A-Z]\w+) (?:(?-i:[A-Z]\w+) )?(?:has|have|offers?|is|was) (?:no|not)|(?:some|many|most|several|few) (?:of )?(?:\S+ ){0,2}(?:counties|towns|people|customers|employers|residents|students|families|workers))\b",
    re.IGNORECASE,
)
UNDONE = re.compile(
    r"\b(?:assess|evaluat|judg|analy|stud(?:y|ies)|review|survey)\w*\b.{0,120}\b(?:not|never) (?:yet )?(?:been |be )?(?:made|done|conducted|carried|completed|undertaken|performed|attempted)"
    r"|\b(?:not|never) (?:yet |been |to )*(?:assess|evaluat|judg|analy[sz]|stud[yi]|review|survey|measur|examin|inventor|count|map|collect|gather|compil|determin)\w*"
    r"|\bno (?:\S+ ){1,5}(?:has|have) (?:ever |yet |so far )?(?:assess|evaluat|judg|analy[sz]|stud[yi]|review|survey|measur|examin|count|determin|establish)\w*"
    r"|\bno (?:\S+ ){0,4}(?:assessment|evaluation|judgment|analysis|study|review|inventory|survey|data|tally|estimate)\b|\bno (?:such )?count\b"
    r"|\b(?:nobody|no one|no (?:agency|office|partner)) (?:\S+ ){0,3}?(?:has|have|can|could) (?:yet |ever |so far )?(?:been able to )?(?:answer|say|tell|assess|count|measure|stud|work(?:ed)? out)\w*",
    re.IGNORECASE,
)
# Of a goal or an action to come: the goal itself is still to be set.
SETTLED_LATER = re.compile(
    r"\b(?:be|being) (?:\w+ly )?(?:negotiated|determined|set|decided|developed|established|adopted|inserted|added|completed|drafted|agreed|defined|chosen)\b",
    re.IGNORECASE,
)
# Of levels that are to be agreed on: they are not there yet.
UNSETTLED = re.compile(
    r"\b(?:goals?|objectives?|targets?|levels?|vision)\b[^.;]{0,80}\b(?:will|shall|to) be (?:\w+ly )?(?:determined|set|decided|developed|established|adopted|added|completed|drafted|agreed|defined|chosen)\b"
    r"|\b(?:will|shall) be (?:expected|asked|encouraged|invited) to\b|\b(?:(?:be|being|been) (?:\w+ly )?(?:negotiated|supplied|furnished|inserted|filled in)|under negotiation|subject of (?:\S+ ){0,2}?(?:talks?|discussions?|negotiations?|conversations?)"
    r"|to come|(?:not|yet to|still to) (?:yet )?(?:been |be )?(?:concluded|settled|agreed|reached|negotiated|finalized)|in due course)\b",
    re.IGNORECASE,
)
# "Regardless of how the services are to be provided" is the law's way of speaking.
HOW = re.compile(r"\bhow\b[^,;.]*", re.IGNORECASE)
CLAUSES = re.compile(r"[;:] ")
PAST = re.compile(
    r"\b(?:in the past(?! (?:\w+ )?(?:decades?|years?|months?))|previously|formerly|used to|historically|in (?:earlier|prior|former) years|until (?:19|20)\d\d)\b",
    re.IGNORECASE,
)
POINTER = re.compile(
    r"\b(?:(?:please )?(?:see|refer to|consult)\b|(?:is|are|was|were|be|been|as|being)?\s*(?:\w+ly )?(?:described|discussed|addressed|found|set out|set forth|given|shown|contained|listed|provided|presented|outlined|included|detailed|explained|covered|answered|located|attached|appended|enclosed|identified|reported|documented|spelled out|laid out|laid down|written down|recorded|printed|reprinted|reproduced|kept|held|maintained|published|governed|treated|reflected|dealt with|summarized)"
    r" (?:\w+ )?(?:in|as|at|under|on|by|below|above|elsewhere)\b|(?:stands?|appears?|lies?|lives?|resides?) in\b|(?:the )?readers? (?:will|may|can|should) (?:find|turn|consult|look)\b|(?:is|are) (?:directed|referred) to\b|\bturn to\b|(?:is|are) (?:a matter|matters) for (?:the|a|our)\b|(?:was|were|is|are|been) (?:submitted|sent|filed|enclosed|provided) (?:with|to|under) (?:the|our|a|its) (?=(?:\S+ ){0,4}(?:plan|report|application|agency|office|state|department)\b)|posted (?:at|on)(?= (?:\S+ ){0,5}\S+$)|(?:is|are|was|were) (?:also |all )?in (?:the )?(?=section|part|chapter|appendix|attachment|exhibit|annex|addendum)|available (?:from|at|on|upon|by|in)\b|(?:can|may) be (?:requested|obtained|found|had|viewed|seen|read|downloaded)|is the subject of|(?:submitted|sent|filed|furnished|provided|published|issued) separately|under separate cover|on file|on request|upon request)",
    re.IGNORECASE,
)
# The law's own words for the programs that a plan covers.
IN_PLAN = re.compile(
    r"\b(?:included in|covered by|part of) (?:the|this|our|its|such) (?:\w+ ){0,3}plans?\b", re.IGNORECASE
)
TO_COME = re.compile(r"\b(?:will|shall)(?: also)?(?: be)?\s*$", re.IGNORECASE)
TARGET = re.compile(
    r"\b(section|part|chapter|volume|appendix|attachment|exhibit|annex|addendum|item|question|schedule|table|goal)s? +"
    r"(\(?(?-i:[A-Z]{1,2}|[IVX]{1,4}|[A-Z]?\d{1,4}|[a-z](?=[\W\d]))(?![A-Za-z])\)?(?:[.-]?\(?[A-Za-z0-9]{1,5}\)?)*)",
    re.IGNORECASE,
)
OUTSIDE = re.compile(
    r"\b(?:separately|notices?|statements?|protocols?|compendium|catalogu?e?|inventory|minutes|workbook|matrix|resolutions?|articulation agreements?|memorand(?:um|a)(?: of understanding)?|mou|agreements?|manual|policy(?: letter| manual)?|directive|handbook|website|web site|web ?page|blueprint|strategic plan|state plan|regional plan|plan|report|bylaws|procedures?|document|volume|guide|addendum|request|office|portal|(?:guidance|policy|information|instruction|program) (?:letter|notice|memo|bulletin|circular)s?|companion|binder|on file|ordinance|charter|rulebook|(?:purchasing|procurement|administrative) (?:code|rules)|development strategy)\b|\b(?-i:(?:[A-Z][\w-]+ )+(?:Inventory|Catalog|Directory|Compendium|Dashboard|Atlas|Review|Survey|Study|Analysis|Assessment|Strategy|Framework|Supplement|Register|Profile|Book|Toolkit|Matrix|Agreement|Compact))s?\b|\b(?:https?://|www\.)\S+|\b[a-z][\w-]*(?:\.[a-z][\w-]+)+(?:/\S*)?",
    re.IGNORECASE,
)
# A paper or a place that is not the passage itself.
PAPER = re.compile(
    r"\b(?:under separate cover|on file|elsewhere|manual|handbook|web ?site|web ?page|memorand(?:um|a)|mou|agreement|guide|binder|policy|directive|report|document|volume|desk aid"
    r"|addendum|appendix|attachment|exhibit|annex|chapter|bylaws|procedures)s?\b|\b(?:https?://|www\.)\S+|\b[a-z][\w-]*(?:\.[a-z][\w-]+)+(?:/\S*)?",
    re.IGNORECASE,
)
# What is cited is no fact of the plan's: addresses of the law, and the names of acts.
ADDRESS = re.compile(
    r"\(?\b(?:sec(?:tions?|s?\.)|titles?|\d+ (?:CFR|C\.F\.R\.|U\.?S\.?C\.?))(?: parts?| sections?| §+)?\s*\d[\d.]*[a-z]?(?:\(\w+\))*\)?",
    re.IGNORECASE,
)
ACT = re.compile(
    r"\b(?:ADA|WIOA|FERPA)(?: of (?:19|20)\d\d)?\b|\b(?:[A-Z][\w’'-]+,? (?:(?:and|of|for|with) )?){1,6}Act(?: of (?:19|20)\d\d)?\b"
)
# Who holds a paper: the words after "on file with" say nothing about the matter.
HOLDER = re.compile(
    r"\b(?:at|with|in|from|to|by|of) (?:the |our |its )?(?:[A-Z][\w.'’-]+(?: (?:of|and|for|the))?[ ,]*)+|\b(?:at|with|from|to) (?:the|our|its) \w+(?: \w+)?(?=[.,]|$)"
)
YEAR = re.compile(r"(?:19|20)\d\d")
NUMBERED_PAPER = re.compile(
    r"\b(?:manual|handbook|guide|volume|annex|binder|district|region|room|suite|office|building|floor|unit|tab) \d[\w.-]*|\b(?:no\.?|number|letter|directive|circular|memo|bulletin|instruction|(?<=policy)) ?[A-Z]{0,4}[- ]?\d[\w./-]*",
    re.IGNORECASE,
)
# The number of a goal, a table or a step is no figure.
LABEL = re.compile(
    r"\b(?:goal|objective|strategy|priority|action|table|figure|step|item|section|part|chapter|appendix|attachment|exhibit|question|element) #?\d+(?:\.\d+)*[.:)]?",
    re.IGNORECASE,
)
FIGURE = re.compile(r"(?<![\w(§.])\$?\d[\d,.]*(?:%| percent| million)?(?![\w)]*\))")
META = re.compile(
    r"^\W*(?:this|the following|the next|each) (?:section|chapter|part|table|appendix|plan|document|portion|paragraph)s? (?:\w+ )?(?:deals?|describes?|discusses|explains?|presents?|provides? (?:a|an) (?:description|overview|analysis)|outlines?|addresses|covers?|contains?|summarizes|responds?|answers?|opens?|begins?|ends?|is (?:\w+ )?(?:organized|built|arranged|laid out|structured|designed|divided|written|meant) (?:to|in|into|by|for|as|around))\b",
    re.IGNORECASE,
)
YES_NO = re.compile(r"\b(?:answer|response|status)?:?\s*(yes|no)\W*$", re.IGNORECASE)
# What an assurance says is not so, or leaves unticked.
REFUSAL = re.compile(r"\b(?:has|have|does|do|is|are|can|will|shall)\s?(?:not|n't)\b|\bcannot\b|☐|\[ \]")
# What is not done beyond a limit is done within it: "will not be spent except on", "will not supplant".
RESTRAINT = re.compile(
    r"\b(?:not|n't|cannot)\b(?= only\b|[^.;]*?\b(?:except|other than|unless|without|only|supplant\w*)\b)",
    re.IGNORECASE,
)
# The law's and an agency's rules, to which a plan sends its reader too.
RULEBOOK = re.compile(r"\b(?:rules?|regulations?|code|statutes?|ordinances?|ch\.)(?!\w)", re.IGNORECASE)
# Orders that send a reader on, whatever they name.
SEE = re.compile(r"(?:^|[.;:] )(?:please )?(?:see|consult|refer to|turn to)\b", re.IGNORECASE)
