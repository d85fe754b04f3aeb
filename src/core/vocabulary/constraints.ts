import { readEntries, type VocabularyEntry } from './entry.ts';

/** Conditions an answer has to meet: length, tone, audience, wording, order, source. */
export const constraintEntries: readonly VocabularyEntry[] = [
  ...readEntries('constraint', 'length', lengthLines()),
  ...readEntries('constraint', 'style', styleLines()),
  ...readEntries('constraint', 'audience', audienceLines()),
  ...readEntries('constraint', 'content', contentLines()),
  ...readEntries('constraint', 'order', orderLines()),
];

function lengthLines(): string {
  return `
    word limit: word limit, words or less, words or fewer, words max, maximum words
    sentence limit: in three sentences, in four sentences, in five sentences, in 2 3 sentences, two to three sentences
    character limit: characters or less, characters long, character limit, 280 characters, 140 characters
    paragraph limit: paragraphs long, one page
    line limit: lines or less, lines long, in two lines, lines of code
    minimum length: at least words, at least sentences
    given number of items: exactly five, exactly three
    conciseness: concise*, brief, briefly, succinct*, short and simple, in short, keep it short
    detail: in detail, detailed, thorough*, comprehensive, in depth, elaborate?
    time limit: minutes long, five minute, in under a minute
  `;
}

function styleLines(): string {
  return `
    formal tone: formal, formally, more formal, formal language
    informal tone: informal, casual, conversational, colloquial, slang
    professional tone: professional tone, professional manner, professional email, professionally, more professional, sound professional
    polite tone: polite, politely, courteous
    friendly tone: friendly, warm tone, friendly tone
    humorous tone: humorous, funny, hilarious, comedic, with humor, witty, comical
    persuasive tone: persuasive, convincing, compelling
    sarcastic tone: sarcastic, sarcasm, ironic, irony
    optimistic tone: optimistic, hopeful, positive tone, uplifting
    serious tone: serious tone, solemn
    empathetic tone: empathetic, compassionate, sympathetic
    enthusiastic tone: enthusiastic*, excited tone, excitement, energetic
    inspirational tone: inspirational, inspiring, motivational, motivating
    romantic tone: romantic
    dramatic tone: dramatic, suspenseful, dramatically
    poetic language: poetic, lyrical
    descriptive language: descriptive, vivid, vividly, sensory details, vivid imagery, descriptive language
    figurative language: figurative, using a metaphor, using a simile, use a metaphor, use a simile, using metaphor, using personification
    simple language: simple language, simple terms, easy to understand, plain english, simple words, layman*, simple english
    technical language: technical terms, technical language, jargon, technical details
    academic style: academic, scholarly, scientific style
    journalistic style: journalistic, news style
    storytelling style: narrative, storytelling
    creative style: creative, creatively, imaginative, unique and creative, original idea
    catchy wording: catchy, eye catching, attention grabbing, memorable
    first person: first person
    second person: second person
    third person: third person
    past tense: past tense, simple past
    present tense: present tense
    future tense: future tense, future perfect
    active voice: active voice
    passive voice: passive voice
    british english: british english, british spelling
    american english: american english, american spelling
    shakespearean style: shakespear*, old english style
    pirate speech: like a pirate, pirate speak
    neutral tone: neutral tone, unbiased, objective tone, impartial
    respectful tone: respectful, inoffensive, non offensive, politically correct, gender neutral, inclusive language
    clear wording: clear and concise, clearly, clarity
    emotional language: emotional, emotive, heartfelt
    urgency: urgent, sense of urgency
  `;
}

function audienceLines(): string {
  return `
    for children: for children, for kids, to a child, for a child, young children, 5 year old, five year old, for toddlers, year old child, to a 10 year old
    for beginners: beginner*, for dummies, newcomer*, novice*, first time, non technical
    for experts: for experts, advanced level, expert audience
    for students: for students, high school student*, college student*, grade students, school students, university students, graders, grade level
    for teenagers: teenager*, for teens
    for older people: elderly, senior citizen*, older adults, for seniors
    for a general audience: general audience, general public, layperson, lay audience
    for customers: for customers, customer facing, target audience, potential customers
    for employers: for employers, hiring manager*, recruiter*
    for colleagues: coworker*, colleague*, supervisor, my boss, my manager
    for friends: my friend, a friend, best friend
    for parents: for parents, new parents
    for professionals: for professionals, professionals in
    for tourists: for tourists, for visitors, for travelers
    for developers: for developers, for programmers
    for a team: for the team, team members
    for a loved one: loved one, significant other, for my wife, for my husband
  `;
}

function contentLines(): string {
  return `
    given words to use: use the words, use these words, using the words, containing the words, using the word, include the word, with the word, containing the word, uses the word, include the words, use the following words, use the given words, given keywords, following keywords, using the following words
    given beginning: starting with, begins with, beginning with, starts with, that begins, first sentence is, start with
    given ending: ending with, ends with, ends in, end with
    excluded words: without using, do not use, don't use, without the word, avoid using, not include, cannot use
    rhyming lines: that rhyme*, rhyming, rhyme scheme, must rhyme
    alliteration: alliterat*
    onomatopoeia: onomatopoeia
    with examples: with examples, provide examples, give examples, include examples, with an example, examples to support, real life example*, real world example*, including examples
    with sources: cite sources, with references, citations, cite your sources, references
    with reasons: give reasons, provide reasons, explain why, justify, with justification, reason for
    with steps: step by step, steps to, steps for, list the steps, steps of, steps in, outline the steps
    with statistics: statistics, supporting data, facts and figures, use statistics
    with dialogue: include dialogue, with dialogue
    with evidence: evidence to support, supporting evidence, provide evidence, with evidence
    with a moral: a moral, moral of the story, moral lesson
    with a twist: twist ending, surprise ending, a twist, plot twist
    with a happy ending: happy ending
    with units: include units, in kilometers, in meters, in miles, in dollars
    keep the meaning: same meaning, keep the meaning, without changing the meaning, keeping the meaning, preserving the meaning, retain the meaning, original meaning, same idea, changing its meaning, maintain the meaning, maintaining the meaning
    original content: plagiarism free, original?, unique?
    realistic content: realistic, plausible, believable
    output only: only output, output only, no explanation, nothing else, without explanation, only return, do not explain
    multiple choice options: multiple choice, options below, following options, given options, from the options, answer choices
    given context: given the context, following context, given scenario, given a scenario, given situation, following scenario, given the scenario
    given passage: following passage, given passage, following paragraph, following article, given article, the passage, given paragraph, this passage, this article, following text, given text, this paragraph
    given sentence: following sentence, given sentence, this sentence, the sentence, these sentences, following sentences, given sentences
    given list: following list, given list, list below, this list, from the list
    given data: following data, given data, data below, given table, following table, given dataset, following information, given information
    given code: following code, given code, code below, this code, code snippet below, following function, following program
    given example: following example, given example, example input, sample input, like this
    given equation: following equation, given equation, this equation
    given words: following words, given words, following word, given word, these words
    given numbers: following numbers, given numbers, these numbers, two numbers, given number, set of numbers, following number
    given topic: following topic, given topic, topic below
    given statement: following statement, given statement, this statement, following claim, given claim, following argument
    given story: following story, given story, this story
    given poem: following poem, given poem, this poem
    given question: following question, given question
    low cost: low cost, cheap, affordable, inexpensive, budget friendly, on a budget
    dietary restriction: vegetarian, vegan, gluten free, dairy free, low carb, keto, nut free, halal, kosher
    efficiency requirement: time complexity, space complexity, most efficient, linear time, constant space
    no external libraries: without using a library, without using any, built in functions, without using any built in
    error handling requirement: error handling, handle errors, handles errors
    time period: in the 19th century, in the 20th century, past decade, last century, in the last decade, next decade
    ethical limits: harmless, safe for work, family friendly, appropriate for
    environmental friendliness: eco friendly, environmentally friendly
  `;
}

function orderLines(): string {
  return `
    alphabetical order: alphabetical, alphabetically, alphabetize
    chronological order: chronological*
    ascending order: ascending, smallest to largest, lowest to highest, least to greatest, increasing order
    descending order: descending, largest to smallest, highest to lowest, greatest to least, decreasing order
    reverse order: reverse order, in reverse
    order of importance: order of importance, by importance, most important to least
    random order: random order, shuffle*
  `;
}
