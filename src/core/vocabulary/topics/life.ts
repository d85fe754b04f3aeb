import { readEntries, type VocabularyEntry } from '../entry.ts';

/** Lists the tags for biology, animals, plants, medicine, health, nutrition and mental health. */
export const lifeEntries: readonly VocabularyEntry[] = [
  ...readEntries(
    'topic',
    'biology',
    `
    biology: biologist, biological, living organism, life science, organism, biological process
    cell biology: cell membrane, mitochondria, cell wall, cell division, animal cell, plant cell, mitosis, organelle
    genetics: gene, heredity, inherited trait, chromosome, punnett square, mutation, dominant trait?
    dna: rna, double helix, genome, dna replication, nucleotide, human genome project, gene expression
    genetic engineering: gene editing, crispr, cloning, gene therapy, biotechnology
    evolution: natural selection, charles darwin, theory of evolution, adaptation?, common ancestor, evolve, survival of the fittest, darwin
    photosynthesis: chlorophyll, chloroplast, cellular respiration, plants make food
    microbiology: bacteria, microorganism, microbe, bacterium, antibiotic resistance, fungi
    virus: viral infection, virology, retrovirus, virus spread, viruses and bacteria
    human anatomy: human body, bones in the human body, organ of the body, skeleton, muscle, anatomy, human organ
    circulatory system: blood vessel, human heart, blood circulation, red blood cell, chambers of the heart, artery, blood type
    digestive system: digestion, stomach acid, intestine, digestive tract, esophagus
    respiratory system: lung, breathing system, diaphragm, oxygen in the body
    nervous system: neuron, spinal cord, synapse, neurotransmitter, reflex arc, central nervous system
    neuroscience: human brain, brain function, parts of the brain, cerebral cortex, brain activity, amygdala, hippocampus
    immune system: antibody, immunity, white blood cell, immune response, autoimmune, t cell
    endocrine system: hormone, insulin, thyroid, pituitary, testosterone
    human senses: five senses, sense of smell, sense of taste, eyesight, human eye, human ear, vision and hearing
    reproduction biology: sexual reproduction, asexual, embryo, fertilization of, gamete, meiosis
    taxonomy: classification of living things, kingdom of life, scientific name, species of, genus, phylum
    human evolution: homo sapiens, neanderthal, hominid, hunter gatherer, early human
    animal behaviour: migration of birds, hibernation, nocturnal, camouflage, mating behavior, predator and prey, instinct
    photosynthetic organism: algae, plankton, cyanobacteria, moss
    symbiosis: parasite, mutualism, commensalism, pollination, pollinator
    blood and circulation: hemoglobin, blood cells, plasma in blood
    `,
  ),
  ...readEntries(
    'topic',
    'animals',
    `
    animal: animal kingdom, kind of animal, wild animal, animal that, animal names
    mammal: marsupial, kangaroo, koala, bat as an animal
    bird: eagle, penguin, owl, parrot, birdwatching, sparrow, peacock
    reptile: snake, lizard, turtle, crocodile, alligator, tortoise, ball python
    amphibian: frog, salamander, toad, tadpole
    fish: salmon, shark, goldfish, tropical fish, fish species, tuna, seahorse
    insect: ant colony, bee, butterfly, mosquito, beetle, ladybug, spider, caterpillar
    beekeeping: honeybee, beekeeper, beehive, honey bee
    marine animal: whale, dolphin, octopus, jellyfish, sea creature, marine life, seal and walrus, sea animal
    big cat: lion, tiger, leopard, cheetah, panther, jaguar?, cougar
    elephant: mammoth, ivory
    bear?: polar bear, grizzly, panda, brown bear, koala bear
    primate: monkey, chimpanzee, gorilla, orangutan, ape
    wolf and fox: wolf, wolves, fox?, coyote, hyena
    farm animal: cow, sheep, goat, horse, chicken coop, pig farm, donkey, cattle
    rodent: rabbit, squirrel, hamster, mice, guinea pig, rat?, beaver
    dog: puppy, dog breed, golden retriever, labrador, german shepherd, canine
    dog training: train a dog, potty train, obedience training, dog training tips, walk the dog
    cat: kitten, cat owner, my cat, litter box, feline, cat breed, siamese
    pet care: pet, take care of a pet, pet owner, adopt a pet, pet food, veterinarian, pet adoption, animal shelter
    aquarium: fish tank, pet fish, aquarium fish
    zoo: zookeeper, safari?, wildlife park, animals in captivity
    animal welfare: animal rights, animal cruelty, animal testing, factory farming, animal abuse
    wildlife: wildlife photography, wild creature, poaching, wildlife sanctuary
    extinct animal: dodo, extinct, woolly mammoth, prehistoric animal
    mythical animal: dragon, unicorn, mythical creature, mermaid, griffin, imaginary creature
    `,
  ),
  ...readEntries(
    'topic',
    'plants',
    `
    plant?: botany, plant species, types of plant, flowering plant, plant growth, parts of a plant, seed germination
    flower: rose bush, tulip, sunflower, orchid, daisy, bouquet, lily
    tree: oak, pine tree, maple tree, palm tree, redwood, tree species
    houseplant: indoor plant, potted plant, succulent, cactus, aloe vera, bonsai
    gardening: garden, vegetable garden, gardener, grow tomatoes, planting, garden plan, lawn, mulch
    herb: medicinal plant, basil plant, mint plant, lavender, herb garden
    fungus: mushroom, mold, yeast, fungal
    weed control: weeds in the garden, weed killer, pest control, garden pest, herbicide
    carnivorous plant: venus flytrap, pitcher plant
    `,
  ),
  ...readEntries(
    'topic',
    'medicine',
    `
    medicine: medical, physician, medical treatment, doctor?, medical research, medical field, medical practice
    disease: illness, symptoms of, symptom, infectious disease, chronic disease, disorder, disease caused, rare disease
    medical diagnosis: diagnose, diagnosis, differential diagnosis, patient presents, clinical history, year old man presents, year old woman presents
    cancer: tumor, chemotherapy, breast cancer, oncology, leukemia, lung cancer, cancer treatment
    diabetes: blood sugar, type 2 diabetes, insulin resistance, diabetic, glucose level
    heart disease: heart attack, cardiovascular, blood pressure, hypertension, stroke symptoms, cardiac, cholesterol
    respiratory disease: asthma, pneumonia, bronchitis, copd, tuberculosis
    common cold and flu: common cold, influenza, flu, fever, sore throat, cough, runny nose
    covid-19: coronavirus, covid, pandemic, lockdown, covid vaccine, social distancing, quarantine
    vaccination: vaccine, vaccinate, immunization, booster shot, vaccination program
    allergy: allergic reaction, food allergy, hay fever, pollen, peanut allergy, antihistamine
    pain management: back pain, painkiller, migraine, headache, chronic pain, neck pain, knee pain, arthritis
    skin condition: acne, eczema, rash, psoriasis, dermatology, sunburn
    digestive illness: diarrhea, food poisoning, stomach ache, constipation, heartburn, irritable bowel
    neurological disorder: alzheimer, dementia, parkinson, epilepsy, multiple sclerosis, seizure
    medication: drug dosage, prescription, ibuprofen, aspirin, side effect, antibiotic, pill, pharmaceutical
    pharmacology: drug interaction, pharmacist, pharmacy, mechanism of action, clinical trial, drug discovery
    surgery: surgeon, surgical, transplant, operation room, anesthesia, organ donation
    nursing: nurse, nursing care, patient care, care plan for a patient, nursing student
    hospital: emergency room, clinic, intensive care, ambulance, hospital management
    healthcare system: health care, healthcare, healthcare industry, universal healthcare, telemedicine, telehealth, public hospital, healthcare provider
    medical imaging: mri, ct scan, x ray, ultrasound scan, radiology, radiologist
    pregnancy: pregnant, childbirth, prenatal, birth control, fertility, midwife, miscarriage
    dentistry: dentist, tooth, teeth, cavity, dental, toothache, orthodontist, gum disease
    eye care: glasses prescription, cataract, nearsighted, eye exam, contact lens, eye strain
    first aid: cpr, bandage, wound?, burn treatment, choking, nosebleed, bleeding, snake bite
    medical terminology: medical term, medical abbreviation, icd code, medical record, clinical note
    alternative medicine: acupuncture, homeopathy, herbal remedy, traditional chinese medicine, home remedy, chiropractor, ayurveda
    medical ethics: euthanasia, informed consent, bioethics, assisted suicide, patient privacy, hippocratic oath
    public health: epidemic, epidemiology, world health organization, sanitation, outbreak, health policy, malaria
    hiv and aids: hiv, aids patient, sexually transmitted
    medical appointment: doctor's appointment, book a doctor, see a doctor, find a doctor, schedule an appointment with a doctor, medical checkup
    blood donation: donate blood, blood transfusion, blood test
    disability: wheelchair, blind person, deaf, visually impaired, disabled, assistive technology, hearing loss
    aging: elderly, old age, longevity, senior citizen, aging process, menopause, ageing
    genetic disorder: down syndrome, cystic fibrosis, sickle cell, hemophilia
    `,
  ),
  ...readEntries(
    'topic',
    'health',
    `
    healthy lifestyle: healthy habit, stay healthy, healthy living, healthier life, health tip, improve my health, healthy life, health benefits
    exercise?: benefits of exercise, physical exercise, regular exercise, exercising, physical activity, exercise regularly, exercise routine
    fitness plan: workout plan, workout routine, workout, fitness, gym, fitness goal, fitness program, personal trainer
    strength training: weight lifting, push up, build muscle, squat?, bodybuilding, dumbbell, lift weights, core muscles
    cardio exercise: aerobic exercise, cardio, jump rope, treadmill, hiit, heart rate
    weight loss: lose weight, obesity, overweight, burn fat, belly fat, body mass index, bmi
    yoga: yoga pose, pilates, stretching, stretching exercise, downward dog
    sleep: insomnia, sleep better, sleep schedule, good night's sleep, sleep deprivation, sleep hygiene, fall asleep, sleep quality
    posture: ergonomics, sit up straight, standing desk
    hygiene: hand washing, wash your hands, personal hygiene, brush your teeth, hand sanitizer
    smoking: quit smoking, cigarette, tobacco, nicotine, vaping, e cigarette, stop smoking
    alcohol: drinking alcohol, hangover, alcoholism, drunk, alcoholic
    drug abuse: drug addiction, substance abuse, opioid, cocaine, marijuana, cannabis, overdose, addiction
    hydration: drink water, dehydration, stay hydrated, glasses of water
    women's health: menstrual, period cramps, menstruation, gynecologist
    men's health: prostate, male health
    child health: pediatric, infant health, baby health, childhood obesity, breastfeeding
    sexual health: contraception, sex education, safe sex, sexuality
    screen time: blue light, phone addiction, digital detox, internet addiction, too much screen
    injury: sprained ankle, physical therapy, broken bone, rehabilitation, injured, concussion, physiotherapy
    running for fitness: start running, couch to 5k, running plan, train for a race, jogging
    health goal tracking: calorie tracker, fitness tracker, step count, track my steps, steps per day
    `,
  ),
  ...readEntries(
    'topic',
    'nutrition',
    `
    nutrition: nutritious, nutrient, nutritional value, nutritionist, nutrition facts, nutrition information, nutritional information, nutritional info, how healthy is
    healthy eating: healthy diet, balanced diet, healthy food, eat healthy, healthy snack, eat healthier, healthy meal
    diet: keto, mediterranean diet, low carb, paleo, diet plan, intermittent fasting, dieting, crash diet
    meal planning: plan my meals, weekly meal, meal prep, plan meals, menu plan
    calorie counting: calories, calorie intake, how many calories, low calorie, calories in
    vitamin: vitamin c, vitamin d, mineral supplement, supplement, antioxidant, iron deficiency, multivitamin
    protein intake: protein, high protein, source of protein, protein powder, whey
    vegetarian diet: vegetarian, plant based diet, plant based, meatless, vegetarianism
    vegan diet: vegan, veganism, vegan recipe, vegan food
    sugar and fat: saturated fat, sugar intake, trans fat, added sugar, carbohydrate, dietary fat, sodium intake
    junk food: fast food, processed food, sugary drink, soda tax, unhealthy food
    gluten free diet: gluten free, celiac, lactose intolerance, dairy free, lactose
    organic food: organic produce, organic vegetable, locally grown
    gut health: probiotic, fiber intake, dietary fiber, fermented food, gut microbiome
    superfood: blueberries, kale, health benefits of, green tea, chia seed
    sports nutrition: energy drink, pre workout, electrolyte, caffeine intake
    `,
  ),
  ...readEntries(
    'topic',
    'mental health',
    `
    mental health: mental illness, mental health awareness, mental wellbeing, mental disorder, emotional well being, mental health issues
    stress management: stress, reduce stress, stressed, relieve stress, cope with stress, manage stress, stress relief
    anxiety: anxious, panic attack, social anxiety, phobia, nervousness, worried?
    depression?: depressed, depressive, suicidal, antidepressant, feel hopeless, symptoms of depression
    therapy?: therapist, counseling, cognitive behavioral therapy, psychotherapy, counsellor, counselor
    meditation: meditate, mindfulness, mindful, breathing exercise, deep breathing, guided meditation
    self care: take care of yourself, self care routine, relaxation, ways to relax, unwind, relaxing
    burnout: overworked, work stress, exhausted, work life balance, job stress
    trauma: ptsd, post traumatic, abuse survivor, childhood trauma
    eating disorder: anorexia, bulimia, body image, binge eating
    adhd and autism: adhd, autism, autistic, attention deficit, autism spectrum, neurodivergent
    bipolar disorder: schizophrenia, personality disorder, psychosis, obsessive compulsive
    grief: loss of a loved one, bereavement, condolence, mourning, sympathy message, passed away
    loneliness: lonely, isolation, feel alone, social isolation, isolated
    anger management: angry, control my anger, anger, temper
    happiness: happy life, become happier, be happy, joy in life, happier, secret of happiness
    self esteem: self confidence, self worth, confidence building, self doubt, build confidence, believe in yourself, insecure
    positive thinking: positive attitude, affirmation, optimism, optimistic, stay positive, positive mindset, growth mindset, gratitude
    journaling: gratitude journal, diary entry, keep a journal, journal prompt, journal entry
    suicide prevention: crisis line, self harm, suicide, suicide hotline
    resilience: resilient, overcome adversity, cope with, coping strategy, bounce back, perseverance
    `,
  ),
];
