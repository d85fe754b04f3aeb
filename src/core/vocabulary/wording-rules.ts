/** A rule on the wording of an instruction: where the pattern matches, the tag holds. */
export interface WordingRule {
  /** Short name for tests and reports. */
  readonly name: string;
  readonly tag: string;
  readonly pattern: RegExp;
  /** True when the whole text is searched, not only the part that gives the order. */
  readonly isWhole?: boolean;
  /** What the explanation says in place of the words found, for patterns whose match is not worth reading. */
  readonly because?: string;
}

const NUMBER =
  '(?:\\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|fifty|a hundred|a few|several|some)';
const MAKE =
  '(?:write|generate|create|compose|make|construct|give|provide|list|name|suggest|come up with|think of|brainstorm|find|identify|describe|propose|offer|state|cite|recommend|share|tell me|produce|outline|develop|select|pick)';

/** The rules in the order of their strength; all that match count. */
export const wordingRules: readonly WordingRule[] = [
  rule(
    'name ten',
    'list generation',
    `\\b${MAKE}(?: me| us)?(?: a list of| at least| up to| out)? ?(?:the |any )?(?:top |main |best )?${NUMBER}(?: [a-z'-]+){0,3}? ?[a-z'-]+s\\b`,
  ),
  rule('list of', 'list generation', `\\b(?:a|the)(?: \\w+)? list (?:of|with|that|to)\\b`),
  rule(
    'number of items',
    'given number of items',
    `\\b(?:${MAKE}(?: me| us)?(?: a list of| at least| up to)? ?(?:the |any )?(?:top |main |best )?)(?:\\d+|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty)\\b(?! ?words?| ?sentences?|-)`,
  ),
  rule(
    'word limit',
    'word limit',
    '\\b(?:in|within|under|of|using|with|than|most|to|about|exactly|least|around|only|is|be)\\s+(?:\\d[\\d,]*|one|two|three|four|five|six|seven|eight|nine|ten|twenty|fifty)(?:\\s?(?:-|to|or)\\s?\\w+)?[ -]words?\\b|\\b\\d+[ -]word\\b|\\bwords? (?:or less|or fewer|limit|max|count)',
  ),
  rule(
    'sentence limit',
    'sentence limit',
    '\\b(?:in|within|under|of|using|with|than|most|to|about|exactly|least|only)\\s+(?:\\d+|one|two|three|four|five|six|a few|a couple of)(?:\\s?(?:-|to|or)\\s?\\w+)?[ -](?:short |simple |complete )?sentences?\\b|\\b(?:\\d+|two|three|four|five)-sentence\\b',
  ),
  rule(
    'paragraph limit',
    'paragraph limit',
    '\\b(?:in|within|of|than|most|about|exactly|least|only)\\s+(?:\\d+|one|two|three|four|five)(?:\\s?(?:-|to|or)\\s?\\w+)?[ -]paragraphs?\\b|\\b(?:\\d+|one|two|three|four|five)-paragraph\\b',
  ),
  rule(
    'line limit',
    'line limit',
    '\\b(?:in|within|than|of|with|exactly)\\s+(?:\\d+|one|two|three|four|five|six|eight|ten)[ -]lines?\\b|\\b(?:\\d+|two|three|four|five)-line\\b',
  ),
  rule('character limit', 'character limit', '\\b\\d+[ -]characters?\\b'),
  rule(
    'age of readers',
    'for children',
    '\\b(?:\\d|1[0-2]|five|six|seven|eight|nine|ten)[- ]years?[- ]olds?\\b',
  ),
  rule(
    'role',
    'role play',
    "\\b(?:act|behave|respond|speak|talk|answer) (?:as|like) (?:a|an|the|my|if)\\b|\\bpretend (?:to be|you|that you|yourself)|\\bi want you to (?:act|be)\\b|\\b(?:play|assume|take on|embrace|adopt|take) (?:on )?the (?:role|persona|identity)\\b|\\b(?:imagine|picture|suppose|embody)(?: that)? (?:you are|you're|yourself|the persona)|\\byou are (?:now )?(?:a|an|the|my) [a-z]+|\\bfrom the (?:perspective|point of view) of\\b|\\bnow you are\\b",
  ),
  rule(
    'difference',
    'comparison',
    '\\b(?:difference|similarit(?:y|ies)|distinction|contrast)s?\\b.{0,40}\\b(?:between|of|and)\\b|\\bcompared? (?:to|with)\\b|\\bhow (?:is|are|does|do) .{2,40} differ',
  ),
  rule(
    'how to',
    'how-to guidance',
    '\\bhow (?:to|can i|do i|could i|should i|can you|can we|do you|would i|does one|can one|would you go about)\\b|\\b(?:steps|ways|tips|(?:best|easiest|good|effective|proper|correct|right|efficient) (?:way|method)|instructions) (?:to|for|on)\\b',
  ),
  rule(
    'should',
    'advice',
    '\\b(?:should (?:i|we|one|someone|a person|people)|what (?:can|could) (?:i|we|someone) do|any (?:advice|tips))\\b|\\badvice\\b|\\btips\\b|\\bis it (?:ok|okay|safe|worth)',
  ),
  rule(
    'why',
    'causal explanation',
    '^\\s*why\\b|[.?!:]\\s*why\\b|\\bexplain why\\b|\\b(?:reasons?|causes?) (?:for|why|of|behind)\\b',
  ),
  rule(
    'what is',
    'definition',
    "^\\s*(?:what(?:'s| is| are)) (?:an? )?(?!the\\b|your\\b|my\\b|some\\b|this\\b|that\\b|these\\b|wrong\\b)[\\w\\s-]{2,40}\\?\\s*$|\\bwhat (?:does|do) .{1,60} mean\\b|\\bwhat is meant by\\b|\\bthe (?:definition|meaning) of\\b",
  ),
  rule(
    'what is the',
    'factual question',
    "^\\s*(?:what|who|when|where|which)(?:'s|'re)? (?:is|are|was|were|did|does|has|had|country|year|city|state|planet|element|animal|type|kind|color)?\\b",
  ),
  rule(
    'yes or no',
    'yes or no question',
    '^\\s*(?:is|are|was|were|does|do|did|has|have|will|am) (?!you\\b)\\w+[^.?!]{2,140}\\?\\s*(?:$|\\n)',
  ),
  rule(
    'true or false',
    'fact checking',
    '\\btrue or false\\b|\\b(?:is|are) (?:it|this|the following)[^.?!]{0,40} (?:true|accurate|a fact)\\b|\\bfact[- ]check',
  ),
  rule(
    'choices',
    'multiple choice answering',
    '(?:^|[\\n\\s(])a[).:][^\\n]{1,160}?[\\s(]b[).:][^\\n]{1,160}?[\\s(]c[).:]',
    { isWhole: true, because: 'offers lettered choices' },
  ),
  rule('blank', 'gap filling', '_{2,}|\\bfill[- ]in[- ]the[- ]blanks?\\b|\\bmissing (?:word|letter)', {
    isWhole: true,
    because: 'leaves a blank to fill',
  }),
  rule('sentiment', 'sentiment analysis', '\\bsentiment\\b|\\bpositive(?:,| or| \\/) ?(?:or )?negative\\b'),
  rule(
    'grammar',
    'grammar correction',
    '\\b(?:correct|fix|check|find|identify|spot|edit|detect|proofread|review|revise|any|for)\\b[^.?!\\n]{0,40}\\bgramma',
  ),
  rule(
    'grammatically correct',
    'grammar correction',
    '\\bgrammatical(?:ly)?(?: \\w+)? (?:correct|errors?|mistakes?|incorrect|accura)',
  ),
  rule(
    'spelling',
    'spelling correction',
    '\\b(?:correct|fix|check|find|identify|spot|detect|proofread)\\b[^.?!\\n]{0,40}\\b(?:spelling|misspel|typos?)',
  ),
  rule('punctuation', 'punctuation correction', '\\bpunctuat'),
  rule(
    'errors',
    'error correction',
    '\\b(?:find|identify|correct|fix|spot|detect|point out|edit|check)\\b[^.?!\\n]{0,40}\\b(?:errors?|mistakes?)\\b',
  ),
  rule(
    'translate to',
    'translation',
    '\\b(?:translat\\w*|(?:say|write|word for|phrase for)\\b[^.?!\\n]{0,60}\\b(?:in|into|to) (?:spanish|french|german|italian|japanese|chinese|mandarin|korean|russian|portuguese|arabic|hindi|latin|greek|dutch|swedish|turkish|vietnamese|thai|polish|hebrew))\\b|\\bhow (?:do|would|can|should) (?:you|i|we|they) say\\b',
  ),
  rule(
    'into a language',
    'translation',
    '\\b(?:in|into|to) (?:spanish|french|german|italian|japanese|chinese|mandarin|korean|russian|portuguese|arabic|hindi|latin|dutch|swedish|turkish)\\b[.:?]?\\s*(?:$|\\n|["“])',
  ),
  rule(
    'same meaning',
    'paraphrasing',
    '\\b(?:without (?:changing|altering|losing)|keep(?:ing)?|retain(?:ing)?|maintain(?:ing)?|same) (?:the |its )?(?:original )?meaning\\b|\\busing different words\\b|\\bin (?:your|my|their) own words\\b|\\bdifferent(?:ly)? (?:worded|way)\\b',
  ),
  rule(
    'tone',
    'tone adjustment',
    '\\b(?:more|less|sound|make it|make the|a|in a|an?) (?:\\w+ )?(?:formal|informal|polite|casual|professional|persuasive|friendly|humorous|positive|negative|enthusiastic|optimistic|sarcastic|assertive|serious) ?(?:tone|style|manner|way|voice|language|version)?\\b',
  ),
  rule(
    'come up with',
    'brainstorming',
    '\\b(?:come up with|think of|brainstorm|ideas? (?:for|on|about|to)|ways to use)\\b',
  ),
  rule('who is', 'biographical information', '^\\s*who (?:is|was)\\b'),
  rule(
    'what if',
    'hypothetical scenario',
    '\\bwhat (?:would|might|will|could) happen if\\b|\\bwhat if\\b|\\bimagine (?:that|a|an|if|the)\\b|\\bsuppose (?:that|a|an)\\b|\\bhypothetical',
  ),
  rule(
    'in the style of',
    'style transfer',
    '\\bin the (?:style|voice|manner|tone) of\\b|\\bas if (?:it|you) were written\\b|\\bsound like\\b|\\blike (?:shakespeare|a pirate|hemingway|yoda)\\b',
  ),
  rule('opposite', 'antonym generation', '\\b(?:antonyms?|opposite (?:of|meaning|word)s?)\\b'),
  rule(
    'synonym',
    'synonym generation',
    '\\bsynonyms?\\b|\\banother word for\\b|\\b(?:similar|same) (?:in )?meaning (?:to|as)\\b',
  ),
  rule('rhyme', 'rhyming', '\\brhym(?:e|es|ing)\\b'),
  rule(
    'continue',
    'text completion',
    '\\b(?:complete|continue|finish|end|extend) (?:the|this|a|my|following|off) (?:\\w+ )?(?:text|story|paragraph|passage|poem|tale|conversation|dialogue|following)\\b',
  ),
  rule(
    'complete the sentence',
    'sentence completion',
    '\\b(?:complete|finish|end) (?:the|this|these|each)(?: \\w+)? (?:sentences?|phrase|statement|analogy|proverb|quote)\\b',
  ),
  rule(
    'combine sentences',
    'sentence combining',
    '\\b(?:combine|join|merge|connect|link)\\b[^.?!\\n]{0,30}\\b(?:sentences?|clauses?|statements|phrases)\\b',
  ),
  rule(
    'into a question',
    'sentence transformation',
    '\\b(?:into|as) (?:an? )?(?:\\w+ )?(?:question|statement|exclamation|passive|active|negative|interrogative|imperative|command|past tense|present tense|future tense)\\b',
  ),
  rule(
    'tense',
    'tense conversion',
    '\\b(?:past|present|future)(?: simple| perfect| continuous| progressive)* tense\\b|\\b(?:simple|future|present|past) perfect\\b',
  ),
  rule('active or passive', 'voice conversion', '\\b(?:active|passive) (?:voice|form)\\b'),
  rule('first person', 'perspective taking', '\\b(?:first|second|third)[- ]person\\b'),
  rule(
    'order',
    'sorting',
    '\\b(?:alphabetical|chronological|ascending|descending|numerical|increasing|decreasing) order\\b|\\balphabetically\\b|\\bsmallest to (?:largest|biggest)|\\blargest to smallest|\\bfrom (?:lowest|highest|least|most|oldest|newest|shortest|longest) to\\b',
  ),
  rule(
    'pick one',
    'selection',
    '\\b(?:which (?:one )?of the (?:following|two|three|these|given)|pick|choose|select) (?:out )?(?:the|one|a|an|from|between)?\\b',
  ),
  rule(
    'category',
    'classification',
    '\\b(?:what|which) (?:type|kind|category|genre|class|part) of\\b|\\b(?:classif|categori[sz])\\w+\\b|\\bcategory (?:of|for|it)\\b|\\bgroup (?:the|these|them)\\b',
  ),
  rule(
    'extract',
    'information extraction',
    '\\b(?:extract|pull out|find all|identify all) (?:the|of|all|any)?\\b',
  ),
  rule(
    'array',
    'array manipulation',
    '\\barrays?\\b(?! of (?!integers|numbers|strings|objects|elements|length|size|shape|characters|words|names|floats|ints|values|arrays))',
    { isWhole: true },
  ),
  rule(
    'string handling',
    'string manipulation',
    '\\b(?:a|the|given|this|input|two|each|following) (?:\\w+ )?strings?\\b(?! (?:quartet|instrument|theory|of (?:lights|pearls)))',
    { isWhole: true },
  ),
  rule('json', 'json output', '\\bjson\\b'),
  rule(
    'step by step',
    'step-by-step format',
    '\\bstep[- ]by[- ]step\\b|\\b(?:steps|process) (?:to|for|of|in|involved)\\b',
  ),
  rule(
    'examples',
    'with examples',
    '\\bwith (?:an |some |\\w+ )?examples?\\b|\\b(?:include|provide|give|using|and) (?:an |some |\\w+ )?(?:real[- ]\\w+ )?examples?\\b|\\bfor example\\b',
  ),
  rule(
    'quoted sentence',
    'given sentence',
    '\\b(?:the |this |these |following |given )+(?:\\w+ )?sentences?\\b|\\bsentence ?:',
  ),
  rule(
    'paragraph given',
    'given passage',
    '\\b(?:the |this |following |given |below )+(?:\\w+ )?(?:paragraph|passage|text|article|document|essay|excerpt|news)\\b',
  ),
  rule(
    'output format',
    'output only',
    "\\b(?:only|just) (?:output|return|print|respond with|answer with|reply with|give)\\b|\\b(?:do not|don't|without) (?:write |give |any )?(?:explanation|explain|extra|additional)",
  ),
  rule(
    'excluded',
    'excluded words',
    "\\b(?:without|avoid|do not|don't|not) (?:using|use|including|include|mention(?:ing)?|repeat(?:ing)?)\\b",
  ),
  rule(
    'must include',
    'given words to use',
    '\\b(?:use|using|includ(?:e|es|ing)|contain(?:s|ing)?|incorporat(?:e|es|ing)|with) (?:all )?(?:the|these|this|at least)?(?: \\w+){0,2} (?:words?|phrases?|keywords?|terms?)\\b',
  ),
  rule(
    'starts with',
    'given beginning',
    '\\b(?:start(?:s|ing)?|begin(?:s|ning)?) with (?:the|a|an|"|“|\'|letter)',
  ),
  rule(
    'debate',
    'argumentation',
    '\\b(?:argument|argue|case) (?:for|against|in fav)|\\b(?:in favou?r of|for and against)\\b|\\bcounter-?argument|\\bsupport(?:ing)? (?:of )?(?:the|this) (?:statement|claim|idea|argument)',
  ),
  rule(
    'impact',
    'cause and effect',
    '\\b(?:impacts?|effects?|consequences?|influence|implications?) (?:of|on|that)\\b|\\baffect(?:s|ed)?\\b',
  ),
  rule(
    'benefits',
    'advantages and disadvantages',
    '\\b(?:pros|cons|benefits?|advantages?|disadvantages?|drawbacks?|strengths|weaknesses|merits|downsides?|risks?) (?:and|of|to|associated|that|for)\\b',
  ),
  rule(
    'greeting',
    'greeting',
    '^\\s*(?:hi|hello|hey|good (?:morning|evening|afternoon)|greetings)\\b[^\\n]{0,30}$',
  ),
  rule(
    'thanks',
    'gratitude',
    '^\\s*(?:thanks?|thank you|thx|cheers|much appreciated)\\b|\\bthanks? (?:for|a lot|so much)\\b',
  ),
  rule('farewell', 'farewell', '^\\s*(?:good ?bye|bye|see you|farewell|so long|take care)\\b'),
  rule(
    'about the assistant',
    'small talk',
    '\\b(?:are you (?:a|an|real|human|alive|sure|happy|married|there)|do you (?:have (?:any )?(?:pets?|hobbies|friends|feelings|a name)|like to|enjoy|dream|sleep|work for|own|go by)|who (?:made|created|built|designed|programmed|owns) you|who are you|what are you(?:\\?|$)|what (?:can|do) you do\\b|your (?:name|hobby|hobbies|birthday|boss|pets?|age|maker|creator)|where (?:are|were) you|how (?:old )?are you|what can (?:i ask|you do|you help)|who do you work)\\b|\\bwhat can you do\\b',
  ),
  rule(
    'not working',
    'problem report',
    "\\b(?:(?:is|are|does|do|did|was|has|have|am)(?:n't| not|nt)|cannot|can't|cant|won't|unable to|not) (?:\\w+ )?(?:work|working|show|showing|appear|arrived?|received?|able|get|go|gone|let|use|find|open|connect|been|recogni[sz]e|match|verify)|\\bstopped working\\b|\\bproblem with my\\b|\\b(?:declined|rejected|failed|stolen|lost my|reverted|cancelled|pending|missing)\\b",
  ),
  rule(
    'status of my order',
    'customer support',
    "\\bmy (?:\\w+ )?(?:card|account|payment|transfer|order|refund|package|delivery|transaction|top[- ]?up|identity|subscription|app|bill|balance|money|pin|passcode|password|purchase|statement)\\b[^.!\\n]{0,60}\\?|\\bwhy (?:was|is|has|did|do|were|am|are|can't|won't|cant) (?:i|my)\\b",
  ),
];

function rule(
  name: string,
  tag: string,
  source: string,
  rest: { isWhole?: boolean; because?: string } = {},
): WordingRule {
  return { name, tag, pattern: new RegExp(source, 'i'), ...rest };
}
