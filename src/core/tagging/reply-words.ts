/** What the name of a field, or the label in front of a line, says about what follows it. */
export type LabelKind = 'list' | 'tag' | 'name' | 'explanation' | 'facet' | 'measure' | 'number' | 'other';

const kinds: readonly (readonly [LabelKind, RegExp])[] = [
  [
    'list',
    /^(?:(?:primary|secondary|main|additional|other|final|relevant|suggested) )?(?:tags|labels|intents|intentions|keywords|hashtags|key ?words|标签|標籤|关键词|タグ|태그|теги|метки|etiquetas|étiquettes|schlagwörter|الوسوم)$/,
  ],
  ['tag', /^(?:tag|label|intent|intention|keyword|标签名)(?: ?\d{1,2})?$/],
  ['name', /^name$/],
  [
    'explanation',
    /^(?:expl[a-z]*n[a-z]*|reason[a-z]*|description|rationale|why|evidence|justification|解释|说明|理由)(?: ?\d{1,2})?$/,
  ],
  [
    'facet',
    /^(?:main )?(?:tasks?|subjects?|topics?|forms?|formats?|styles?|domains?|fields?|categor(?:y|ies)|themes?|genres?|tones?|skills?|task type|type of task|subject matter|(?:programming )?languages?|tools?|technolog(?:y|ies)|librar(?:y|ies)|audience|purpose|goal|constraints?|output format|form(?: and|\/| or) style|任务|主题|形式|风格)$/,
  ],
  ['measure', /^(?:score|confidence|weight|probability|relevance|count|rank|id|index|type|kind)$/],
  ['number', /^\d{1,2}$/],
];

/** Tells what a field or label is for; case, stars, underscores and the space around do not matter. */
export function kindOfLabel(label: string): LabelKind {
  if (label.length > 40) return 'other';
  const plain = label
    .toLowerCase()
    .replace(/[*_\s"'`-]+/g, ' ')
    .trim();
  return kinds.find(([, pattern]) => pattern.test(plain))?.[0] ?? 'other';
}

/** Words that a text about tags has and other texts hardly have. */
export const tagWord =
  /\b(?:hash)?tag(?:s|ged)?\b|\blabels?\b|\bintent(?:ion)?s?\b|\bkey ?words?\b|\bcategor(?:y|ies)\b|标签|標籤|关键词|タグ|태그|теги|الوسوم|etiquetas|étiquettes|schlagwörter/i;

const firstPerson = String.raw`i['’]?m\s+(?:(?:very|truly|really|so)\s+)?(?:sorry|unable|not able|afraid)|i am\s+(?:(?:very|truly|really|so)\s+)?(?:sorry|unable|not able|afraid|not comfortable)|i\s+(?:apologi[sz]e|can(?:no|['’]?)t|can not|won['’]?t|will not|must\s+(?:\w+\s+)?decline|(?:do not|don['’]?t)\s+feel comfortable)|as an?\s+(?:ai|large language|language|responsible)\b`;
const otherTongues = String.raw`lo siento|no puedo|je suis désolé|désolé|je ne peux pas|es tut mir leid|ich kann (?:nicht|dabei|dir|ihnen)|desculpe|sinto muito|não posso|mi dispiace|non posso|извините|к сожалению|простите|я не могу|我(?:很)?抱歉|(?:很|非常)?抱歉|对不起|對不起|作为(?:一个|一名)?(?:人工智能|AI|语言模型)|我无法|我無法|我不能|申し訳|すみません|ごめんなさい|죄송|عذرًا|عذرا|آسف|لا أستطيع|لا يمكنني|üzgünüm|maalesef|माफ़|क्षमा`;
const opening = String.raw`^[\s\p{P}\p{S}]*`;
const apology = String.raw`(?:my |our )?apologies(?=[\s,.!]+(?:but|i)\b|[,.!]|$)|sorry(?=\s*[,.!:–—-]|\s+(?:but|i)\b|$)|unfortunately,? (?:i|we)\b`;

const refusal = new RegExp(`${opening}(?:${firstPerson}|${apology}|${otherTongues})`, 'iu');
const quotedRefusal = new RegExp(String.raw`["“'「]\s*(?:${firstPerson}|${otherTongues})`, 'iu');
const refusingTag = new RegExp(`${opening}(?:${firstPerson}|${otherTongues})`, 'iu');

/** Tells whether an answer opens with the words of a refusal. */
export function isRefusal(answer: string): boolean {
  return refusal.test(answer);
}

/** Tells whether a refusal stands in quotes, as in `{"error": "I cannot …"}`. */
export function hasQuotedRefusal(answer: string): boolean {
  return quotedRefusal.test(answer);
}

/** Tells whether a text in the place of a tag refuses; `apology` and `sorry letter` do not. */
export function isRefusingTag(text: string): boolean {
  return refusingTag.test(text);
}

/** Tells whether an answer says in words that there is no tag. */
export function saysNoTags(answer: string): boolean {
  return /^\W*(?:(?:tags|labels)\W+)?(?:none|n\/a|null|nil|no (?:relevant |suitable )?tags?(?: apply)?|not applicable|无|無|なし|없음)\W*$/i.test(
    answer.slice(0, 80),
  );
}

/** Tells whether a tag is only a placeholder from an example, such as `tag1`. */
export function isPlaceholder(tag: string): boolean {
  return /^(?:tag|label|keyword)[ _]?(?:\d{1,2}|[abc])$/i.test(tag);
}
