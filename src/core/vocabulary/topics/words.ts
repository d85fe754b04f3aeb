import { readEntries, type VocabularyEntry } from '../entry.ts';

/** Lists the tags for language, literature and the craft of writing. */
export const wordsEntries: readonly VocabularyEntry[] = [
  ...readEntries(
    'skill',
    'language',
    `
    grammar: grammatical, grammatically correct, grammar rule, grammar mistake, grammatical error, grammar error, correct grammar, grammar of
    parts of speech: identify the noun, noun verb, word class, identify the verb, speech tag, identify the part
    noun: proper noun, noun phrase, countable, collective noun, common noun, abstract noun
    verb: action verb, phrasal verb, auxiliary verb, infinitive, gerund, transitive, modal verb
    adjective: descriptive word, comparative and superlative, superlative, descriptive adjective, adjectives to describe
    adverb: adverbial, adverb of
    pronoun: antecedent, personal pronoun, gender neutral pronoun
    preposition: prepositional phrase
    conjunction?: coordinating conjunction, connective, linking word, transition word, connecting word
    article usage: definite article, indefinite article, use of articles
    verb tense: tense, past perfect, present perfect, simple past, future perfect, past participle, verb form, past continuous
    verb conjugation rule: conjugate, subjunctive, irregular verb, conjugation
    subject verb agreement: subject verb, agree with the subject, verb agreement
    sentence structure: compound sentence, complex sentence, run on sentence, sentence fragment, syntax tree, subject and predicate, clause?
    sentence types: declarative, interrogative, imperative sentence, exclamatory, imperative, declarative sentence
    question forming: into a question, form a question, question tag, rhetorical question
    voice in grammar: passive construction, active or passive, passive sentence
    direct and indirect speech: indirect speech, reported speech, direct speech, quoted speech
    negation: negative form, negative sentence, double negative, into a negative
    punctuation: comma, apostrophe, semicolon, punctuation mark, quotation mark, exclamation mark, question mark, full stop
    capitalisation: capitalize, capital letter, uppercase, lowercase, title case, upper case
    spelling: spell, misspelled, how do you spell, spelling mistake, spelling error, correct spelling, spell check, typo
    plural form: singular, pluralize, plural of, plural noun, singular and plural
    contraction?: contracted form, apostrophe contraction
    word meaning: meaning of the word, what does the word, define the term, meaning of the term, meaning of, definition of, what is the meaning, what's that mean
    synonym: similar meaning, synonym for, similar word, thesaurus, word with the same meaning
    antonym: opposite meaning, opposite of, antonym for, opposite word
    homonym: homophone, homograph, sound the same, commonly confused words
    vocabulary: vocabulary word, new words, word choice, advanced vocabulary, learn words
    word formation rule: prefix, suffix, root word, compound word, portmanteau, morpheme, affix
    word origin: etymology, origin of the word, loanword, latin root, origin of the phrase, greek root
    idiom: idiomatic, figure of speech, idiomatic expression, common saying, expression means
    proverb meaning: proverb, saying means, old saying, adage
    slang: slang term, colloquial, street slang, informal language, internet slang, jargon
    acronym: abbreviation, stand for, what does stand for, initialism
    collocation: word pair, commonly used with
    rhyming: rhyme with, rhyming word, words that rhyme, rhyming pair
    pronunciation: pronounce, phonetic, accent reduction, syllable, ipa transcription, phonics, vowel sound, stressed syllable
    word game: scrabble, word search, crossword puzzle, hangman, word ladder, unscramble, wordle, anagram puzzle
    sentence using words: use the word in a sentence, sentence using, sentence with the word, using the word, using the given word, sentence that uses, use the following word
    fill in the blank: missing word, complete the sentence, cloze, blank with, fill in the missing
    word order: rearrange the words, jumbled sentence, reorder the words, order of the words, arrange the words, rearrange the sentence
    `,
  ),
  ...readEntries(
    'topic',
    'language',
    `
    linguistics: linguist, semantics, phonology, syntax and semantics, language family, pragmatics, sociolinguistic
    language learning: learn a language, learn english, learning a new language, second language, foreign language, language learner, duolingo, esl
    bilingualism: bilingual, multilingual, mother tongue, native language
    dialect: accent, regional accent, american and british english
    sign language: asl, braille, morse code, deaf communication
    english language: english word, english phrase, english grammar, english sentence, english language history, english teacher
    spanish language: in spanish, into spanish, spanish word, learn spanish, to spanish, spanish sentence, spanish phrase
    french language: in french, into french, french word, to french, learn french, french sentence
    german language: in german, into german, german word, to german, german sentence
    italian language: in italian, into italian, to italian, italian word
    portuguese language: portuguese, into portuguese, brazilian portuguese
    latin language: in latin, latin word, into latin, latin phrase
    russian language: in russian, into russian, to russian, cyrillic
    chinese language: mandarin, in chinese, into chinese, chinese character, to chinese, pinyin
    japanese language: in japanese, into japanese, to japanese, kanji, hiragana
    korean language: in korean, into korean, hangul
    hindi language: hindi, into hindi, sanskrit, urdu, tamil, bengali
    arabic language: arabic, into arabic, hebrew, persian language, farsi
    constructed language: esperanto, klingon, lojban, elvish, fictional language
    language translation: translation of, translate to, translate into, translate the, translator, translate from, translated
    languages of the world: official language, most spoken language, languages spoken, endangered language, how many languages
    writing system: alphabet, script of, letters of the alphabet, cuneiform, alphabetical
    `,
  ),
  ...readEntries(
    'topic',
    'literature',
    `
    literature: literary, literary work, literary device, world literature, literary genre, literary theory, literary criticism
    book recommendation: recommend a book, books to read, suggest a book, favorite book, best book, book list, books about, good book
    book review: book report, summary of the book, review of the book, book club, book summary
    book?: book title, bestseller, author of, non fiction, novels, book series, hardcover
    novel?: novelist, the novel, a novel, protagonist of the novel, graphic novel, novella
    author: writer of, who wrote, wrote the book, famous author, writers, ernest hemingway, mark twain
    shakespeare: romeo and juliet, hamlet, macbeth, othello, shakespearean, midsummer night's dream, king lear
    classic literature: pride and prejudice, jane austen, charles dickens, moby dick, crime and punishment, war and peace novel, tolstoy, dostoevsky
    american literature: to kill a mockingbird, the great gatsby, great gatsby, catcher in the rye, steinbeck, huckleberry finn, fitzgerald, atticus finch
    dystopian fiction: george orwell, animal farm, 1984 novel, brave new world, hunger games, fahrenheit 451, dystopia, dystopian
    fantasy literature: harry potter, lord of the rings, tolkien, hobbit, narnia, hogwarts, game of thrones, j k rowling
    science fiction: sci fi, isaac asimov, sci fi story, time travel, cyberpunk, space opera, parallel universe, time machine
    mystery and crime fiction: sherlock holmes, detective story, agatha christie, murder mystery, whodunit, crime novel, detective
    horror fiction: stephen king, frankenstein, dracula, ghost story, vampire, zombie, gothic, haunted
    romance fiction: romance novel, love story, love triangle, romantic comedy plot, romantic story
    children's literature: children's book, dr seuss, children's story, bedtime story, picture book, winnie the pooh, roald dahl, alice in wonderland
    fairy tale: cinderella, fairytale, once upon a time, snow white, little red riding hood, grimm, sleeping beauty, hansel and gretel
    fable: aesop, moral of the story, tortoise and the hare, moral story
    poetry: poem, poet, verse, stanza, poetic, lines of poetry
    haiku: haikus, 5 7 5, tanka
    sonnet: iambic pentameter, ode, elegy, villanelle, ballad
    limerick: acrostic, acrostic poem, nursery rhyme, free verse
    poetry analysis: rhyme scheme, analyze the poem, interpret the poem, meaning of the poem, imagery in the poem, poetic device
    famous poet: robert frost, emily dickinson, edgar allan poe, maya angelou, walt whitman, the raven, sylvia plath, pablo neruda
    epic and myth: homer, odyssey, iliad, beowulf, epic poem, gilgamesh, mahabharata
    drama and play: playwright, tragedy play, act of the play, theatrical play, oscar wilde, samuel beckett
    short story: story about, short fiction, story based on, story of, story involving, story that
    biography: autobiography, memoir, life story, life of
    figurative language: metaphor, simile, personification, hyperbole, figurative, onomatopoeia
    alliteration: assonance, oxymoron, alliterative, pun as a device, sound device
    irony: sarcasm, foreshadowing, symbolism in, satire, dramatic irony, allegory, paradox in literature, sarcastic
    comic book: manga, comics, superhero, superman, batman, marvel, spider man, comic strip
    publishing: publisher, self publish, manuscript, literary agent, book cover, editor of a book
    quote: famous quote, quotation, inspirational quote, meaning of the quote, motivational quote, quote about, quote from
    `,
  ),
  ...readEntries(
    'topic',
    'writing',
    `
    writing skill: improve my writing, writing tips, writing technique, better writer, writing style, writer's block, writing process
    essay structure: thesis statement, body paragraph, five paragraph, topic sentence, conclusion paragraph, introduction paragraph, essay outline, essay topic
    character development: main character, protagonist, antagonist, character profile, backstory, character traits, fictional character, villain
    plot: story plot, plot twist, storyline, climax of the story, plot outline, story idea, rising action, conflict in the story
    story setting: fictional world, worldbuilding, world building, fantasy world, setting of the story, imaginary world, setting for a story
    narrative voice: point of view, narrator, omniscient, narrative, third person narrative, first person narrative, unreliable narrator
    dialogue craft: conversation between, dialogue between, characters talking, dialogue for, dialogue
    story opening: opening sentence, first line of, opening line, hook, beginning of a story, start of the story
    story ending: end of the story, alternate ending, ending to the story, ending for, finish the story, continue the story, complete the story
    descriptive detail: vivid, sensory, describe the scene, descriptive paragraph, vivid description, imagery, descriptive sentence
    tone and style: tone of voice, formal tone, informal tone, tone of the, formal language, casual tone, writing tone, more formal
    clarity and concision: concise, redundant, wordy, unnecessary words, clarity, more concise, redundancy, filler words
    argument structure: persuasive, argumentative, counterargument, counter argument, persuasive essay, argument for, argument against, rhetoric
    screenwriting: screenplay, movie script, film script, script for?, screenwriter, tv script
    lyrics: song lyrics, write a song, chorus, songwriting, songwriter, rap verse, rap song
    speech composition: write a speech, speech about, toast for, speech for, speech on, acceptance speech
    blog: blog post, blogger, blogging, blog article, blog about, blog topic
    journalism: journalist, reporter, news article, investigative, news report, newspaper article, op ed, editorial
    technical writing: user manual, user guide, instruction manual, documentation for, technical document, release notes
    business writing: formal letter, letter to, formal email, proposal letter, write a letter, business report writing
    email composition: email to, write an email, subject line, email subject, email asking, draft an email, compose an email, reply to this email
    apology: apologize, sorry for, apology letter, apologetic
    thank-you note: thank you letter, express gratitude, thank you card, thank you email
    congratulation: congratulate, congratulatory, well wishes, best wishes
    love letter: romantic letter, poem for my girlfriend, romantic message, love note, love poem
    headline: article title, catchy title, title for, creative title, headline for, title of the article
    caption: photo caption, caption for, instagram caption, image caption
    summary of text: summarize the, summary of, main points, key points, main idea, gist, article about
    title suggestion: suggest a title, book title idea, movie title, name for the, come up with a name, title to
    creative prompt: writing prompt, story prompt, creative writing, imagine a world, imagine you are, creative story, what if
    text cohesion: transition between paragraphs, coherent, coherence, cohesive, logical flow, flow of the paragraph
    report structure: incident report, lab report, progress report, project report, write a report, report on
    `,
  ),
];
