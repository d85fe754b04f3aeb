import { readEntries, type VocabularyEntry } from '../entry.ts';

/** Lists the tags for physics, chemistry, astronomy, earth science and the environment. */
export const scienceEntries: readonly VocabularyEntry[] = [
  ...readEntries(
    'topic',
    'physics',
    `
    physics: physicist, laws of physics, physical law, physics problem, physics concept
    newton's laws: law of motion, newton's first law, newton's second law, newton's third law, inertia
    kinematics: velocity of, acceleration of, initial velocity, projectile, free fall, velocity, acceleration, displacement of
    force?: net force, friction force, force acting, centripetal force, force applied, friction, tension in the rope
    gravity: gravitational, gravitational force, force of gravity, acceleration due to gravity, gravitation
    momentum?: conservation of momentum, collision of two, impulse and momentum, angular momentum, elastic collision
    kinetic energy: potential energy, mechanical energy, conservation of energy, work and energy, joule
    circular motion: rotational motion, torque, centrifugal, moment of inertia, angular velocity
    thermodynamics: law of thermodynamics, entropy, heat transfer, heat engine, thermal energy, specific heat, enthalpy
    fluid mechanics: buoyancy, bernoulli, fluid dynamics, archimedes principle, viscosity, navier stokes
    wave?: wavelength, sound wave, frequency of the wave, wave motion, amplitude, oscillation, pendulum, doppler effect
    optics: refraction, reflection of light, convex lens, concave lens, prism light, speed of light, focal length, light wave
    electricity: electric charge, electric current, voltage, electrical circuit, ohm's law, electric field, static electricity, capacitor
    magnetism: magnetic field, magnet, electromagnetic, electromagnet, maxwell's equations, electromagnetic induction
    electromagnetic spectrum: x ray physics, infrared, ultraviolet, radio wave, microwave radiation, visible light, gamma ray
    relativity: theory of relativity, special relativity, general relativity, time dilation, spacetime, e mc2
    quantum mechanics: quantum physics, quantum theory, schrodinger, wave function, quantum entanglement, uncertainty principle, superposition
    particle physics: subatomic, quark, higgs boson, electron, standard model, proton, neutrino, large hadron collider
    nuclear physics: nuclear fission, nuclear fusion, radioactive decay, half life, radioactivity, chain reaction
    solid state physics: semiconductor, superconductor, crystal lattice, conductor and insulator, band gap
    string theory: theory of everything, quantum gravity, extra dimension
    acoustics: speed of sound, decibel, sound travel, ultrasound physics, resonance?
    density and pressure: air pressure, atmospheric pressure, density of, pressure?, ideal gas law, boyle's law
    famous physicist: albert einstein, isaac newton, galileo, stephen hawking, nikola tesla, richard feynman, niels bohr, marie curie
    `,
  ),
  ...readEntries(
    'topic',
    'chemistry',
    `
    chemistry: chemist, chemical, chemistry experiment, chemistry concept, chemistry lab
    chemical reaction: chemical equation, balance the equation, reactant, combustion, catalyst?, exothermic, endothermic, reaction rate
    periodic table: chemical element, atomic number, noble gas, alkali metal, chemical symbol, symbol for the element, transition metal, halogen
    atomic structure: atom, electron configuration, valence electron, isotope, atomic mass, structure of an atom, nucleus of an atom
    chemical bond: covalent bond, ionic bond, hydrogen bond, molecular bond, intermolecular force, electronegativity
    chemical compound: molecule, molecular formula, chemical formula, compound?, molecular structure, sodium chloride, molecular weight
    acid and base: ph level, acidic, alkaline, acid base, neutralization reaction, ph of, litmus, hydrochloric acid
    organic chemistry: hydrocarbon, functional group, alkane, benzene, organic compound, polymer, ester
    stoichiometry: mole of, molar mass, molarity, limiting reagent, avogadro
    solution chemistry: solubility, solute, solvent, saturated solution, dissolve, titration
    state of matter: solid liquid and gas, solid liquid gas, phase change, boiling point, melting point, freezing point, evaporation, sublimation
    oxidation and reduction: redox, oxidation, electrolysis, oxidizing agent, corrosion, rust formation
    electrochemistry: electrochemical cell, galvanic cell, anode, cathode, lithium ion battery
    analytical chemistry: chromatography, spectroscopy, mass spectrometry, nmr
    biochemistry: amino acid, enzyme, protein structure, carbohydrate molecule, lipid, metabolic pathway, atp
    material?: alloy, graphene, nanotechnology, composite material, nanomaterial, materials science
    mixture separation: distillation, filtration, homogeneous mixture, heterogeneous, physical and chemical change
    properties of water: water molecule, surface tension, hydrologic property, h2o
    laboratory safety: lab safety, laboratory equipment, beaker, bunsen burner, safety data sheet
    famous chemist: mendeleev, lavoisier, linus pauling, louis pasteur
    `,
  ),
  ...readEntries(
    'topic',
    'astronomy',
    `
    astronomy: astronomer, astronomical, astrophysics, night sky, outer space, stargazing
    solar system: planets in, planet in our solar system, eight planets, inner planets, planets of the solar system
    planet: jupiter, saturn, uranus, neptune, exoplanet, pluto, venus, dwarf planet, gas giant
    mars: red planet, mars mission, mars rover, colonize mars, life on mars, planet mars
    moon: lunar, phase of the moon, moon landing, apollo 11, full moon, neil armstrong
    sun: solar flare, sun's surface, solar eclipse, sunspot, distance from the sun, the sun is a star
    star?: supernova, constellation, neutron star, life cycle of a star, red giant, north star, stars in the sky, white dwarf
    galaxy: milky way, andromeda, spiral galaxy
    black hole: event horizon, wormhole, supermassive
    big bang: origin of the universe, big bang theory, cosmology, expanding universe, dark matter, dark energy, the universe
    comet and asteroid: comet, asteroid, meteor, meteorite, meteor shower, asteroid belt
    space exploration: space travel, spacecraft, nasa, space mission, space station, astronaut, spacex, rocket launch
    satellite: orbit of, orbiting, artificial satellite, geostationary, orbital period, kepler's law
    telescope: hubble, james webb, observatory, radio telescope
    extraterrestrial life: alien, ufo, life on other planets, extraterrestrial, intelligent life, fermi paradox, drake equation
    eclipse: lunar eclipse, total eclipse, equinox, solstice
    tide: tidal, high tide, tides on earth
    `,
  ),
  ...readEntries(
    'topic',
    'earth science',
    `
    geology: geologist, geological, rock layer, sedimentary, igneous rock, metamorphic, rock cycle, types of rock
    plate tectonics: tectonic plate, continental drift, fault line, pangaea, subduction
    earthquake: seismic, richter scale, seismologist
    volcano: volcanic, eruption, lava, magma, volcanoes
    natural disaster: hurricane, tornado, flood, tsunami, landslide, drought, cyclone
    earth structure: earth's crust, earth's core, mantle of the earth, layers of the earth, earth's surface
    atmosphere of earth: earth's atmosphere, ozone layer, atmosphere?, stratosphere, composition of air, troposphere
    water cycle: precipitation, condensation, groundwater, hydrological cycle, water vapor
    weather phenomenon: thunderstorm, lightning, snowfall, rainbow, cloud formation, blizzard, hail, meteorology
    climate science: climate zone, el nino, climate model, ice age, tropical climate, climate of
    mineral: gemstone, diamond, crystal?, quartz, gold mining, ore
    soil: soil erosion, topsoil, soil type, soil sample, clay soil, erosion
    oceanography: ocean current, deep sea, ocean floor, mariana trench, marine science, ocean, sea floor
    fossil: paleontology, dinosaur, fossil record, jurassic, tyrannosaurus, mass extinction, geologic time
    landform: mountain range, glacier, canyon, peninsula, sand dune, delta of a river, valley?, plateau
    season?: four seasons, cause of the seasons, seasons change, tilt of the earth, earth's rotation, earth's axis
    day and night: rotation of the earth, sunrise and sunset, why is the sky blue, northern lights, aurora
    scientific method: scientific theory, scientific experiment, science experiment, science project, scientific research, scientific hypothesis, scientist, science fair
    general science: science fact, science question, natural science, scientific concept, scientific term, scientific discovery, science?
    `,
  ),
  ...readEntries(
    'topic',
    'environment',
    `
    climate change: climate crisis, effect of climate change, impact of climate change, climate action, climate policy, causes of climate change
    global warming: greenhouse effect, global temperature, rising temperature, rising sea level, sea level rise, melting ice
    greenhouse gas: carbon emission, carbon dioxide, methane, co2, emission, carbon tax, paris agreement
    carbon footprint: carbon neutral, reduce carbon, net zero, carbon offset
    pollution: air pollution, polluted, air quality, pollutant, smog, noise pollution
    water pollution: ocean pollution, oil spill, polluted water, clean water, contaminated water
    plastic waste: plastic pollution, single use plastic, plastic bag, plastic bottle, microplastic
    recycling: recycle, recyclable, recycled material, reuse, upcycling, reduce reuse recycle
    waste management: landfill, waste disposal, reduce waste, zero waste, hazardous waste, composting, garbage
    food waste: reduce food waste, wasted food, food scraps
    renewable energy: solar energy, wind energy, renewable source, alternative energy, clean energy, energy source, hydroelectric, geothermal
    solar panel: solar power, photovoltaic, solar cell, rooftop solar
    wind power: wind turbine, wind farm, windmill
    fossil fuel: coal, natural gas, petroleum, oil drilling, burning of fuel, crude oil, oil industry
    nuclear energy: nuclear power, nuclear reactor, nuclear plant, chernobyl, fukushima, nuclear waste
    energy conservation: save energy, energy efficiency, energy consumption, conserve energy, energy efficient, electricity usage, reduce energy, energy saving
    water conservation: save water, conserve water, water usage, water scarcity, water shortage, reduce water, water consumption
    deforestation: rainforest, forest loss, amazon rainforest, reforestation, tree planting, plant trees, logging of forest
    forest: woodland, forestry, wildfire, forest fire
    biodiversity: endangered species, extinction, wildlife conservation, habitat loss, invasive species, species decline, conservation of species
    ecosystem: food chain, food web, ecology, habitat, ecological, biome
    sustainability: sustainable, sustainable development, eco friendly, environmentally friendly, sustainable living, green living, sustainable practices
    environmental protection: protect the environment, environmental issue, environmental impact, environmentalist, environment, save the planet, environmental?
    sustainable farming: sustainable agriculture, organic farming, regenerative agriculture, permaculture, vertical farming, hydroponics
    agriculture: farming, farmer?, crop?, livestock, irrigation, fertilizer, pesticide, harvest?
    genetically modified food: gmo, genetically modified, gm crop
    overpopulation: population growth, world population, overcrowding, human population
    natural resource: resource depletion, non renewable, renewable resource
    coral reef: coral bleaching, great barrier reef, coral, ocean acidification
    overfishing: fishing industry, fisheries, aquaculture, whaling
    green building: green architecture, eco house, sustainable building, passive house, urban greening
    circular economy: life cycle assessment, fast fashion impact, product lifespan, planned obsolescence
    `,
  ),
];
