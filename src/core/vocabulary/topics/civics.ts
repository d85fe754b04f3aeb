import { readEntries, type VocabularyEntry } from '../entry.ts';

/** Lists the tags for law, politics, society and culture. */
export const civicsEntries: readonly VocabularyEntry[] = [
  ...readEntries(
    'topic',
    'law',
    `
    law: legal, lawyer, legal issue, legal advice, attorney, law firm
    legal system: judge?, courtroom, court system, jury, trial by jury, judicial, common law, civil law
    criminal law: crime, criminal, murder, criminal justice, felony, misdemeanor, theft, crime rate
    punishment and prison: prison, death penalty, capital punishment, imprisonment, inmate, incarceration, parole
    contract law: breach of contract, contract clause, terms of the contract, legal contract, terms and conditions, non disclosure agreement
    constitution: us constitution, bill of rights, first amendment, second amendment, constitutional, constitutional amendment
    supreme court: roe v wade, court case, court ruling, landmark case, brown v board
    intellectual property: copyright, trademark, patent, copyright law, copyrighted
    family law: divorce law, child custody, alimony, prenuptial, adoption law
    property law: zoning, property rights, eviction, eminent domain
    employment law: labor law, wrongful termination, discrimination at work, workers compensation
    consumer rights: consumer protection, warranty, product liability, lawsuit, sue?, class action
    police: law enforcement, police officer, police brutality, detective work, arrest?
    privacy law: surveillance, mass surveillance, right to privacy, wiretap
    human rights: universal declaration of human rights, civil liberties, freedom of speech, free speech, freedom of expression
    international law: geneva convention, war crime, treaty, international court, law of the sea
    immigration law: visa application, green card, citizenship, work permit, asylum, deportation
    gun control: gun violence, gun law, gun ownership, mass shooting, right to bear arms
    drug policy: legalization of marijuana, legalize, war on drugs, drug law
    regulation and compliance: regulatory, legislation, compliance, government regulation, regulations
    legal document: power of attorney, affidavit, legal notice, legal document review, cease and desist
    traffic law: speeding ticket, driver's license, traffic ticket, parking ticket, driving license
    ethics of law: rule of law, due process, justice system, equal protection
    `,
  ),
  ...readEntries(
    'topic',
    'politics',
    `
    politics: political, politician, political issue, political science, political system, politically
    government: federal government, branches of government, state government, local government, government agency, public sector, separation of powers
    democracy: democratic, democratic society, direct democracy, representative democracy, republic?
    form of government: monarchy, dictatorship, oligarchy, authoritarian, totalitarian, theocracy, aristocracy
    election: voting, presidential election, vote, ballot, voter, electoral college, election campaign, voting system
    political party: republican party, democratic party, republicans, democrats, conservative party, labour party, left wing, right wing
    us president: president of the united states, white house, barack obama, donald trump, joe biden, president lincoln, american president, john f kennedy
    world leader: prime minister, angela merkel, vladimir putin, nelson mandela, head of state, chancellor, margaret thatcher
    congress: senate, senator, house of representatives, impeachment, congressman, filibuster
    parliament: house of commons, member of parliament, westminster, parliamentary
    royal family: queen elizabeth, king charles, british monarchy, royal wedding, prince harry, queen of england
    political ideology: communism, liberalism, conservatism, fascism, anarchism, nationalism, libertarian, marxism
    public policy: policy proposal, government policy, policy maker, policy brief, social policy, welfare state, policymaker
    foreign policy: diplomacy, international relations, diplomatic, foreign affairs, sanctions, geopolitics, ambassador
    united nations: un security council, nato, unicef, international organization, sustainable development goals
    european union: brexit, eu member, european parliament, european commission, eurozone
    immigration: immigrant, refugee, migrant, border control, migration crisis, immigration policy
    campaign speech: political speech, candidate speech, political campaign, campaign slogan, political debate
    protest: demonstration march, activist, activism, civil disobedience, social movement, strike action, rally?
    corruption: bribery, bribe, corrupt, lobbying, political corruption, whistleblower
    civic duty: citizen?, good citizen, civic engagement, jury duty, community involvement, civic responsibility
    middle east conflict: israel and palestine, gaza, arab spring, iraq war, israeli palestinian, syrian civil war
    ukraine and russia: war in ukraine, russian invasion, crimea, ukraine
    current affairs: current event, world news, recent events, headline news, breaking news, geopolitical
    military: army, navy, air force, military strategy, defense spending, marine corps, nuclear deterrence
    war and peace: anti war, peace treaty, world peace, causes of war, peacekeeping, ceasefire
    `,
  ),
  ...readEntries(
    'topic',
    'society',
    `
    society: modern society, societal, impact on society, social change, social structure, our society
    sociology: sociologist, social class, social norm, socialization, social stratification, social theory
    gender equality: gender inequality, gender gap, gender pay gap, women's empowerment, equal pay, gender stereotype, gender roles
    feminism: feminist, women's rights, women in leadership, me too movement, patriarchy
    racism: racial, race and ethnicity, racial discrimination, black lives matter, systemic racism, racial inequality, racist, prejudice
    lgbtq rights: lgbt, gay, same sex marriage, transgender, lgbtq, gay marriage, homosexual, pride month
    discrimination: stereotype, bias against, unconscious bias, ageism, affirmative action, discriminate
    social justice: social issue, inequality in society, social inequality, equity?, social injustice, equal rights, equality
    diversity: inclusion, diverse society, inclusivity, multicultural, diverse team, importance of diversity
    poverty: homeless, homelessness, poor people, poverty line, extreme poverty, end poverty, food insecurity, world hunger
    affordable housing: housing crisis, public housing, gentrification, slum
    community: volunteer, volunteering, community service, local community, neighborhood?, community project, community garden
    population: demographic, census, birth rate, population density, most populous, life expectancy, aging population
    urbanisation: urban planning, city life, rural life, urban area, rural area, megacity, city planning
    generation gap: millennial, gen z, baby boomer, generational, generation z, young generation
    youth: teenager, young people, teen, adolescence, young adult
    abortion: pro choice, pro life, reproductive rights
    human trafficking: modern slavery, child labour, forced labor
    globalisation effects: developing country, third world, developing nation, economic development
    consumerism: consumer culture, materialism, consumer society
    social impact of technology: technology affects, effect of technology, technology has changed, dependence on technology, impact of social media, effect of social media
    social welfare: social security, welfare program, food stamp, social worker, foster care, orphan
    quality of life: standard of living, human development index, well being of people
    crisis response: humanitarian aid, relief effort, red cross, humanitarian crisis
    `,
  ),
  ...readEntries(
    'topic',
    'culture',
    `
    culture: cultural, tradition, cultural difference, cultural heritage, customs of, popular culture, pop culture
    folklore: folk tale, legend of, urban legend, oral tradition, folktale
    mythology: greek mythology, zeus, norse mythology, greek god, roman god, hercules, thor, mythological
    indigenous people: native american, aboriginal, maori, inuit, indigenous, tribe, first nations
    asian culture: japanese culture, chinese culture, korean culture, samurai, tea ceremony, geisha, k pop culture
    indian culture: bollywood, indian wedding, caste system, indian tradition, sari
    african culture: african american culture, african tradition, african tribe, black culture
    western culture: american culture, european culture, british culture, american dream, french culture
    latin american culture: mexican culture, latino, hispanic, day of the dead, latin culture
    arab culture: middle eastern culture, islamic culture, arabic culture
    etiquette: good manners, polite, table manners, manners, business etiquette, politeness, social etiquette
    wedding tradition: marriage custom, bridal custom, dowry, arranged marriage
    superstition: good luck, bad luck, omen, friday the 13th, lucky number, superstitious
    cultural exchange: cross cultural, culture shock, intercultural, cultural identity, cultural appropriation, cultural awareness
    heritage site: unesco, world heritage, monument, historical site, landmark
    subculture: hippie, punk culture, anime fan, goth, hip hop culture, cosplay
    national symbol: national flag, national anthem, flag of, national animal, coat of arms
    body language: gesture, eye contact, facial expression, nonverbal communication, non verbal
    name origin: origin of the name, baby name, surname, first name, last name, meaning of the name, family name
    colour symbolism: color symbolize, meaning of the color, symbolism of colors, symbolize, what does the color
    anthropology: anthropologist, ethnography, archaeology, archaeologist, artifact, human culture
    `,
  ),
];
