import { readEntries, type VocabularyEntry } from '../entry.ts';

/** Lists the tags for history and geography. */
export const worldEntries: readonly VocabularyEntry[] = [
  ...readEntries(
    'topic',
    'history',
    `
    history?: historical, historian, historical event, history of the, world history, important event in history, major event, in the past century
    ancient egypt: egyptian, pharaoh, cleopatra, tutankhamun, great pyramid, hieroglyph, nile civilization
    ancient greece: ancient greek, athens, sparta, alexander the great, trojan war, olympia
    ancient rome: roman empire, julius caesar, roman republic, gladiator, fall of rome, augustus, colosseum, pompeii
    ancient civilisation: mesopotamia, mayan, aztec, inca, indus valley, babylon, sumerian
    ancient china history: great wall, ming dynasty, qin dynasty, silk road, confucian china, imperial china, chinese dynasty
    prehistory: stone age, bronze age, iron age, cave painting, neolithic, stonehenge
    middle ages: medieval, feudalism, crusade, knight?, black death, feudal, castle life, dark ages
    vikings: norse, longship
    renaissance: leonardo da vinci, italian renaissance, medici, renaissance period
    enlightenment: age of reason, scientific revolution, enlightenment thinker
    age of exploration: christopher columbus, ferdinand magellan, marco polo, vasco da gama, explorer, new world discovery, discovery of america
    colonialism: colony?, british empire, colonization, imperialism, colonial, decolonization, east india company, thirteen colonies
    slavery: slave trade, slave, abolition, underground railroad, emancipation proclamation, frederick douglass
    american revolution: declaration of independence, boston tea party, founding fathers, revolutionary war, independence of america
    american civil war: confederate, union army, gettysburg, reconstruction era, civil war
    french revolution: bastille, napoleon, louis xvi, reign of terror, marie antoinette
    industrial revolution: steam engine, james watt, luddite, textile mill
    russian revolution: soviet union, lenin, stalin, bolshevik, ussr, russian history, tsar
    world war i: first world war, wwi, treaty of versailles, trench warfare, franz ferdinand, world war 1
    world war ii: second world war, wwii, d day, pearl harbor, hiroshima, world war 2, winston churchill, blitz
    holocaust: nazi, hitler, anne frank, concentration camp, auschwitz, genocide
    cold war: berlin wall, cuban missile crisis, iron curtain, space race, mccarthyism
    vietnam war: korean war, gulf war, afghanistan war, falklands war
    civil rights movement: martin luther king, rosa parks, i have a dream, malcolm x, segregation, civil rights, jim crow
    apartheid: south african history, mandela
    women's suffrage: suffragette, susan b anthony, women's right to vote, women in history
    indian history: mahatma gandhi, mughal, indian independence, taj mahal history, partition of india, gandhi
    chinese history: mao zedong, cultural revolution, opium war, tiananmen
    japanese history: meiji, edo period, shogun, tokugawa
    african history: mali empire, kingdom of kush, rwandan, scramble for africa
    latin american history: simon bolivar, che guevara, cuban revolution, spanish conquest
    british history: tudor, henry viii, victorian era, magna carta, queen victoria, norman conquest, industrial britain
    european history: holy roman empire, ottoman empire, thirty years war, byzantine, austro hungarian, habsburg
    us history: american history, wild west, gold rush, louisiana purchase, roaring twenties, great migration, new deal, prohibition
    abraham lincoln: gettysburg address, george washington, thomas jefferson, benjamin franklin
    famous person: historical figure, famous people, famous leader, influential person, famous woman, historical person, important figure
    invention history: history of invention, wright brothers, alexander graham bell, gutenberg, invention of the wheel, first airplane
    revolution and independence: haitian revolution, independence movement, coup, rebellion, revolt, uprising
    modern history: 20th century, twentieth century, 19th century, 1960s, nineteenth century, 18th century, 21st century
    titanic: sinking of the titanic, shipwreck, hindenburg, historic disaster
    piracy history: pirate, golden age of piracy, blackbeard, buccaneer
    royal dynasty: emperor?, king of, ruler of, empire, queen of, dynasty
    oral history and genealogy: genealogy, family tree, ancestor, ancestry, family history
    `,
  ),
  ...readEntries(
    'topic',
    'geography',
    `
    geography: geographer, geographical, geographic, physical geography, geography fact
    capital city: capital of, what is the capital, capital city of, state capital, name the capital
    country: name a country, which country, list of countries, country located, country with, smallest country, largest country
    city: largest city, big city, metropolitan, which city, city in, city of
    continent: seven continents, largest continent, antarctica, arctic
    map reading: map of, map?, longitude, latitude, compass?, globe?, cartography, equator, coordinates of a place
    mountain: mount everest, himalaya, mount kilimanjaro, alps, rocky mountain, tallest mountain, andes
    river: amazon river, nile river, mississippi, longest river, river thames, danube
    lake and sea: great lakes, pacific ocean, atlantic ocean, indian ocean, black sea, mediterranean sea, lakes, caspian
    desert: sahara, gobi, mojave
    island: hawaii, bali, maldives, caribbean, tropical island
    united states geography: us state, american state, states in the united states, fifty states, united states, u.s. state
    california: los angeles, san francisco, san diego, hollywood sign, yosemite
    new york: new york city, manhattan, statue of liberty, brooklyn, central park, times square, empire state building
    texas: houston, dallas, san antonio, austin texas
    florida: miami, orlando, everglades, key west
    other us city: chicago, boston, seattle, las vegas, washington dc, new orleans, denver, philadelphia
    canada: toronto, vancouver, canadian, montreal, ottawa, quebec
    mexico: mexico city, cancun, mexican, yucatan
    south america: brazil, argentina, peru, chile, colombia, venezuela, rio de janeiro, machu picchu
    central america: costa rica, panama, guatemala, cuba, jamaica, puerto rico
    united kingdom: england, london, scotland, wales, british, great britain, edinburgh, buckingham palace
    ireland: dublin, irish, northern ireland, st patrick
    france: paris, eiffel tower, louvre, french riviera, provence
    germany: berlin, munich, bavaria, hamburg
    italy: rome, venice, florence italy, milan, sicily, tuscany, italian city
    spain: madrid, barcelona, portugal, lisbon, andalusia
    greece: santorini, acropolis, crete, greek island
    scandinavia: sweden, norway, denmark, finland, iceland, stockholm, copenhagen, nordic
    central europe: switzerland, austria, netherlands, belgium, amsterdam, vienna, zurich, luxembourg
    eastern europe: poland, hungary, romania, czech republic, prague, budapest, bulgaria, croatia
    russia: moscow, siberia, kremlin, saint petersburg, russian
    europe: european country, european city, countries in europe, european continent
    turkey country: istanbul, ankara, turkish, cappadocia
    middle east: saudi arabia, dubai, iran, iraq, israel, jerusalem, qatar, egypt
    africa: nigeria, kenya, south africa, ethiopia, african country, morocco, ghana, tanzania
    india: mumbai, new delhi, taj mahal, bangalore, ganges, kolkata
    south asia: pakistan, bangladesh, sri lanka, nepal, bhutan, afghanistan
    china: beijing, shanghai, great wall of china, hong kong, tibet, yangtze
    japan: tokyo, kyoto, osaka, mount fuji, japanese city
    korea: south korea, north korea, seoul, busan
    southeast asia: thailand, vietnam, singapore, indonesia, malaysia, philippines, bangkok, cambodia
    australia: sydney, melbourne, australian, outback, brisbane, uluru
    new zealand: auckland, wellington, pacific islands, fiji, polynesia
    population of places: population of, how many people live, most populated, least populated
    distance between places: how far is, distance from, distance between cities, how far away is, miles from
    world wonder: seven wonders, wonders of the world, grand canyon, niagara falls, petra, taj, big ben
    national park: yellowstone, nature reserve, grand teton, serengeti
    borders and territory: border between, neighboring country, bordering, land area, territory of
    human geography: human settlement, cultural geography, regional difference, region of the world
    `,
  ),
];
