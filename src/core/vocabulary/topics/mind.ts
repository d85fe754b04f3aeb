import { readEntries, type VocabularyEntry } from '../entry.ts';

/** Lists the tags for religion, philosophy, psychology, relationships and reasoning. */
export const mindEntries: readonly VocabularyEntry[] = [
  ...readEntries(
    'topic',
    'religion',
    `
    religion: religious, faith in god, religious belief, world religions, major religion
    christianity: jesus, christian, catholic, protestant, baptism, jesus christ, christian church, church
    bible: biblical, old testament, new testament, genesis bible, ten commandments, noah's ark, bible verse, adam and eve
    church leadership: pope, vatican, priest, martin luther, protestant reformation, bishop, mother teresa
    islam: muslim, quran, prophet muhammad, mosque, mecca, allah, islamic, hajj
    judaism: jewish, torah, synagogue, rabbi, kosher, jews
    hinduism: hindu, krishna, vedas, bhagavad gita, hindu god, shiva
    buddhism: buddha, buddhist, zen, nirvana in buddhism, dalai lama, monk, karma
    sikhism and jainism: sikh, guru nanak, jain, jainism
    east asian religion: taoism, shinto, lao tzu, tao te ching, daoism
    atheism: agnostic, existence of god, atheist, secular, does god exist, non believer
    god: deity, divine, goddess, creator of the universe
    prayer: pray, sermon, worship, hymn, blessing, spiritual practice
    spirituality: spiritual, soul, reincarnation, spiritual growth, enlightenment in spirituality, afterlife, chakra
    theology: theologian, heaven and hell, sin?, salvation, heaven, hell, seven deadly sins, angel and demon
    science and religion: creationism, intelligent design, evolution and religion
    `,
  ),
  ...readEntries(
    'topic',
    'philosophy',
    `
    philosophy: philosopher, philosophical, philosophical question, school of thought, philosophical concept
    ethics: ethical, moral, morality, ethical issue, moral principle, morally, unethical, ethical implications
    ethical dilemma: moral dilemma, trolley problem, right or wrong, is it ethical, is it wrong to, ethical decision, is it right to
    ethical theory: utilitarianism, deontology, virtue ethics, categorical imperative, consequentialism, utilitarian, kantian
    ancient philosophy: socrates, plato, aristotle, socratic, stoic philosophy, epicurus
    stoicism: marcus aurelius, seneca, epictetus, stoic
    modern philosophy: descartes, kant, immanuel kant, david hume, john locke, spinoza, rousseau, thomas hobbes
    existentialism: nietzsche, sartre, nihilism, absurdism, albert camus, kierkegaard, existential, existential crisis
    eastern philosophy: confucius, confucianism, yin and yang, sun tzu, art of war
    meaning of life: purpose of life, what is life about, reason for living, life's purpose, what is the meaning of life, live a meaningful life
    free will: determinism, fate, destiny, free will and determinism
    consciousness: mind body problem, dualism, qualia, philosophy of mind, sentient, self awareness in machines, sentience
    epistemology: theory of knowledge, what is truth, skepticism, empiricism, rationalism, nature of knowledge
    metaphysics: ontology, nature of reality, simulation hypothesis, ship of theseus, plato's cave, allegory of the cave
    aesthetics: philosophy of beauty, nature of beauty, what is beauty, what is art
    political philosophy: social contract, john rawls, machiavelli, karl marx, adam smith, utopia, utopian
    thought experiment: paradox, hypothetical question, veil of ignorance, brain in a vat, schrodinger's cat, paradoxical
    time philosophy: nature of time, concept of time, infinity, immortality, live forever, impermanence
    justice and freedom: concept of justice, meaning of freedom, liberty, what is justice, what is freedom
    virtue: honesty, integrity, wisdom?, courage?, humility, patience?, bravery, generosity
    `,
  ),
  ...readEntries(
    'topic',
    'psychology',
    `
    psychology: psychologist, psychological, psychology experiment, human psychology, psychological effect, human nature
    personality: introvert, extrovert, myers briggs, personality trait, big five, mbti, personality type, introverted
    cognitive bias: confirmation bias, dunning kruger, anchoring effect, sunk cost, hindsight bias, cognitive dissonance, halo effect
    learning and conditioning: classical conditioning, operant conditioning, pavlov, positive reinforcement, behaviorism, learned behavior
    developmental psychology: piaget, child development, attachment theory, cognitive development, stage of development, nature versus nurture, nature vs nurture
    psychoanalysis: sigmund freud, carl jung, unconscious mind, subconscious, freud, ego and superego
    human needs: maslow, hierarchy of needs, self actualization
    social psychology: groupthink, bystander effect, milgram, conformity, stanford prison experiment, obedience, social influence
    memory psychology: short term memory, long term memory, human memory, forgetting, deja vu, false memory
    human behaviour: behavior pattern, behavioral science, behavior change, human motivation, consumer behavior, nudge theory
    emotion: feelings?, emotional, emotional state, human emotion, feeling of, emotion in the, how does feel
    emotional intelligence: empathy, empathetic, self awareness, emotional quotient, empathize, emotionally intelligent
    emotion detection: detect the emotion, identify the emotion, emotion expressed, feeling expressed, mood of the, what emotion, emotion of
    sadness: sad, heartbroken, cry?, feeling down, disappointed, melancholy, sorrow, unhappy
    fear: afraid, scared, fear of, frightened, fearful, terrified, nightmare
    joy: excited?, excitement, joyful, cheerful, delighted, joyous, thrilled, jubilant
    jealousy: envy, envious, jealous, pride and shame, guilt, embarrassed, regret, ashamed
    surprise and wonder: awe, surprised?, amazement, astonished, curiosity, nostalgia, curious?, nostalgic
    perception: optical illusion, sensory perception, color psychology, attention span, perception of, visual perception
    dreams: lucid dream, dream meaning, dream interpretation, meaning of my dream, my dream, dream about
    creativity psychology: flow state, divergent thinking, lateral thinking, imagination
    intelligence measure: iq test, intelligence quotient, multiple intelligences, human intelligence, iq
    psychology of persuasion: influence people, persuasion technique, manipulation, persuade, cialdini, persuade people, convince someone
    addiction psychology: habit loop, dopamine, impulse control, gambling addiction
    criminal psychology: serial killer, psychopath, sociopath, narcissist, narcissism, forensic psychology
    success mindset: success?, successful person, failure?, overcome failure, achieve success, key to success, learning from mistakes
    `,
  ),
  ...readEntries(
    'topic',
    'relationships',
    `
    relationship advice: relationship, healthy relationship, my girlfriend, my boyfriend, partner in a relationship, my partner
    dating: first date, online dating, dating app, date night, tinder, ask someone out, dating profile, date idea
    love: romance, romantic, falling in love, true love, in love, soulmate, love someone, crush on
    marriage: husband, wife, married, marry, marriage proposal, spouse, married couple, newlywed
    breakup: break up, divorce, ex boyfriend, ex girlfriend, broken heart, end a relationship, cheated on, heartbreak
    friendship: best friend, make friends, friend group, good friend, friends?, new friends
    family?: family member, siblings, grandparent, grandmother, sister and brother, family values, relatives, in laws
    parenting: parent, raise a child, raising children, single parent, good parent, child rearing, parenthood
    motherhood and fatherhood: my mother, my father, fatherhood, motherhood, my mom, my dad, stepmother, new mom
    baby and toddler: newborn, toddler, baby sleep, infant, diaper, babies, tantrum
    raising teenagers: my teenage, rebellious teenager, teenage daughter, teenage son, my teenager
    social skills: small talk, conversation starter, start a conversation, shy, awkward situation, socialize, break the ice, make conversation
    communication: communicate, active listening, listening skills, miscommunication, better listener, interpersonal communication
    public speaking: public speaker, fear of public speaking, stage fright, speech delivery, give a presentation, give a speech, presentation skills
    interpersonal conflict: argument with, disagreement, argue with my, fight with my, misunderstanding with, toxic relationship, toxic people, toxic friend
    forgiveness: forgive, trust issue, betrayal, trust in a relationship, reconcile, trust someone, gain trust
    compliment: say something nice, praise for, flattery, give a compliment, compliment someone, praise
    giving advice: advice for a friend, advice to someone, what should i do?, give me advice, life advice, words of advice, words of wisdom
    long distance relationship: long distance, pen pal, stay in touch, keep in touch
    domestic violence: abusive relationship, abusive partner, domestic abuse
    kindness: act of kindness, random acts of kindness, compassion, be kind, helping others, kind to others
    encouragement: words of encouragement, supportive message, cheer up, encouraging message, encourage, pep talk
    adoption and foster family: adopt a child, foster parent, adopted, stepfamily, surrogate
    sex and intimacy: intimacy, sexual relationship, one night stand, sexual
    family activities: quality time, family game night, family dinner, family gathering, family reunion
    `,
  ),
  ...readEntries(
    'skill',
    'reasoning',
    `
    logical reasoning: deductive reasoning, logic, logical?, reasoning, logically, inductive reasoning, logical conclusion
    logic puzzle: brain teaser, knights and knaves, river crossing, who lives in, zebra puzzle, puzzle, lateral thinking puzzle
    syllogism: all men are mortal, true conclusion, premise, if a then b, therefore conclusion, premise and conclusion, conclude that
    logical fallacy: straw man, ad hominem, slippery slope, fallacy, circular reasoning, logical error
    critical thinking: critically, think critically, evaluate the argument, assess the claim, critical analysis, analytical skills
    analogy: analogous, is to as, analogy between, complete the analogy, create an analogy
    odd one out: does not belong, doesn't belong, which is different, which word does not, odd one, not belong
    common sense reasoning: common sense, everyday knowledge, commonsense, makes sense, nonsensical, plausible
    cause and effect: effect of, impact of, consequence of, what causes, cause of, led to
    comparison and contrast: compare and contrast, similarities and differences, difference between, compare the two, contrast the, similarity between, compare two, contrast two, compare these
    pros and cons: advantages and disadvantages, benefits and drawbacks, advantage of, benefits of, disadvantages of, drawback, positives and negatives
    categorisation: categorize, classify the following, sort into categories, which category, into categories, classify each, group the following
    ranking: rank the following, order of importance, rank in order, rank these, rank them, order of preference, from best to worst
    sequence ordering: chronological order, order of events, put in order, sequence of events, correct order, timeline of, arrange in order, arrange the following
    pattern recognition: identify the pattern, next in the sequence, continue the pattern, what comes next, sequence of letters, complete the pattern
    spatial reasoning: left of, in front of, mental rotation, facing north, north of the house, directions puzzle, turned left
    temporal reasoning: before or after, happened first, order in time, which came first, earlier than, time duration
    true or false: fact or opinion, verify the statement, is the statement true, statement is true, true or false statement, statement true, statement is false
    inference: infer, draw a conclusion, entailment, contradict, hypothesis entail, implied?, can be inferred, contradiction
    hypothesis: hypothesize, formulate a hypothesis, generate a hypothesis, predict what would happen, hypotheses, prediction about, predict the outcome
    hypothetical scenario: what would happen if, imagine that, hypothetical situation, suppose that, what if scenario, imagine a scenario, imagine you
    debate: both sides, opposing view, debate topic, take a position, for or against, devil's advocate, controversial topic
    fact checking: factual accuracy, verify the claim, factually correct, verify the fact, accurate information, check the facts
    text matching: semantic similarity, paraphrase pair, same meaning, duplicate question, similar sentences, similar in meaning
    letter puzzle: letter position, third letter, how many letters, letters in the word, first letter of each, last letter, letter of each word
    family relation puzzle: brothers and sisters puzzle, sister's brother, how is related to, uncle of, father's son, mother's sister, how many sisters
    truth and ambiguity: ambiguous, ambiguity, vague?, unclear statement, pronoun refer, what does it refer, who does refer
    `,
  ),
];
