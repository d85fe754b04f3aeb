import { readEntries, type VocabularyEntry } from '../entry.ts';

/** Lists the tags for arithmetic, algebra, geometry, calculus, discrete mathematics and word problems. */
export const mathematicsEntries: readonly VocabularyEntry[] = [
  ...readEntries(
    'skill',
    'mathematics',
    `
    arithmetic: arithmetic operation, basic math, mental math, order of operations, bodmas, pemdas, calculate the value of, perform the calculation
    addition?: add the numbers, add two numbers, add up the numbers, sum of two numbers, sum of the numbers, sum of the following numbers, add together?, sum?, plus?
    subtraction: subtract, subtracted from, minus?, difference of two numbers
    multiplication: multiply, multiplied by, product of two numbers, times table, multiplication table, twice as many?, times as many?
    division?: long division, divide by?, quotient, divide the number, divide evenly, divide equally, split equally?
    modular arithmetic: modulo, modulus operator, congruence modulo, remainder when
    fraction: numerator, denominator, simplify the fraction, mixed number, improper fraction, common denominator, one third of?, half of?, three quarters?
    decimal number: decimal place, decimal point, convert to decimal, recurring decimal, repeating decimal
    rounding: round to the nearest, rounded to, round up the number, round off, significant figure, nearest whole number, nearest integer
    percentage: percent, per cent, percentage of, percentage increase, percentage decrease, percent change, percent off?
    ratio: proportion of?, ratio of, in the ratio, golden ratio, simplify the ratio
    proportion?: directly proportional, inversely proportional, proportional to, rule of three, in proportion
    average: arithmetic mean, average of, average value, find the mean, calculate the mean
    exponent: exponentiation, exponential expression, laws of exponents, power of two, raised to the power, to the power of, squared?, cubed?, th power of, power of a number, to the power
    square root: cube root, nth root, sqrt, radical expression, perfect square
    logarithm: log base, natural log, ln x, logarithmic
    absolute value: modulus of a number, magnitude of a number
    factorial: n factorial, factorial of
    prime number: prime factor, prime factorization, composite number, sieve of eratosthenes, first prime
    greatest common divisor: greatest common factor, highest common factor, gcd, euclidean algorithm, common divisor
    least common multiple: lowest common multiple, lcm, common multiple
    even and odd numbers: odd number, even number, odd or even, even or odd
    negative number: negative integer, below zero?, positive integer
    fibonacci sequence: fibonacci number, fibonacci series, fibonacci
    number pattern: next number in the sequence, next number in the series, number sequence, continue the sequence, missing number, number series
    arithmetic sequence: arithmetic progression, common difference, arithmetic series
    geometric sequence: geometric progression, geometric series, common ratio
    roman numeral: roman number, into roman numerals
    place value: tens digit, units digit, digit of a number, sum of the digits, digit number, digit sum
    number base conversion: binary to decimal, decimal to binary, binary number, hexadecimal, convert to binary, octal, hex number, binary form, binary representation
    scientific notation: standard form of the number, powers of ten
    unit conversion: convert unit, convert kilometers, convert miles, convert pounds, convert inches, miles to kilometers, pounds to kilograms, inches to centimeters, centimeters to inches, conversion between, inches in a, feet in a, how many ounces, how many cups, kgs to grams, to grams
    temperature conversion: celsius, fahrenheit, degrees celsius to, kelvin
    measurement: unit of measurement, metric system, imperial unit, centimeter?, kilogram?, how tall?, how heavy?
    estimation: estimate the number, approximate the value, approximation, back of the envelope, fermi problem, rough estimate
    number comparison: greater than or less than, which number is larger, larger number, largest number, smallest number, compare the numbers, maximum of
    number ordering: ascending order, descending order, smallest to largest, largest to smallest, numerical order, greatest to least, least to greatest
    counting: count the number of, how many times does, tally, count from, number of occurrences
    calculator: use a calculator, scientific calculator, do the math, what is the sum of
    mental arithmetic: calculate in your head, quick maths, without a calculator
    `,
  ),
  ...readEntries(
    'skill',
    'mathematics',
    `
    algebra: algebraic expression, algebraic, variable x, in terms of x, simplify the expression, expression?
    equation solving: solve for x, solve the equation, solve this equation, find the value of x, value of x, equation x, solve for y, unknown variable
    linear equation: slope intercept, slope of the line, equation of the line, equation of a line, y intercept, gradient of the line
    quadratic equation: quadratic formula, quadratic, completing the square, discriminant, parabola
    system of equations: simultaneous equation, system of linear equations, two equations, elimination method
    polynomial: binomial expansion, factor the polynomial, coefficient?, cubic equation, degree of the polynomial, synthetic division
    factoring: factorise, factor the expression, factor out
    inequality?: solve the inequality, linear inequality, inequality sign, system of inequalities
    function?: domain and range, inverse function, composite function, f x, piecewise function, graph of the function, value of the function
    graphing: plot the graph, coordinate plane, plot the points, x axis, y axis, cartesian plane, graph the equation
    linear algebra: eigenvalue, eigenvector, vector space, linear transformation, determinant of, basis vectors, orthogonal matrix
    matrix operation: matrix multiplication, inverse of a matrix, matrix?, identity matrix, transpose of, multiply matrices, determinant?
    vector?: dot product, cross product, vector addition, unit vector, vector field
    complex number: imaginary number, imaginary unit, real and imaginary part
    calculus: derivative and integral, calculus problem, multivariable calculus, fundamental theorem of calculus
    derivative?: differentiate the function, find the derivative, derivative of, partial derivative, chain rule, rate of change, second derivative
    integration?: definite integral, indefinite integral, antiderivative, integral of, integrate by parts, integrate the function, area under the curve
    limit?: limit of the function, as x approaches, limit as x, l hospital, continuity of the function, epsilon delta
    infinite series: taylor series, convergent series, power series, maclaurin, convergence of the series, fourier series, partial sum
    differential equation: ordinary differential equation, partial differential equation, laplace transform, initial value problem, boundary condition?
    optimisation problem: linear programming, objective function, maximise the, minimise the, convex optimization, lagrange multiplier
    numerical method: newton raphson, bisection method, runge kutta, numerical analysis, finite element, interpolate
    mathematical proof: prove that, proof by contradiction, proof by induction, mathematical induction, prove the theorem, lemma, proof of?
    set theory: union of sets, intersection of sets, subset, venn diagram, cardinality, power set
    combinatorics: permutation, combination of items?, how many ways can, number of ways, binomial coefficient, number of arrangements, pigeonhole principle
    graph theory: eulerian, hamiltonian path, vertex and edge, adjacency matrix, planar graph, graph coloring, spanning tree
    number theory: diophantine, divisibility, divisible by, perfect number, coprime, fermat's last theorem, riemann hypothesis, collatz
    abstract algebra: group theory, ring homomorphism, finite field, isomorphism, abelian group, galois
    real analysis: metric space, cauchy sequence, uniform convergence, lebesgue, compact set
    topology: topological space, homeomorphism, manifold, mobius strip
    game theory: nash equilibrium, prisoner's dilemma, zero sum game, payoff matrix, dominant strategy
    mathematical modelling: mathematical model, mathematical equation, mathematical expression, mathematical formula, math equation, write an equation
    mathematics history: famous mathematician, euclid, pythagoras, gauss, euler, ramanujan, history of mathematics
    pi: value of pi, digits of pi, calculate pi, constant pi
    `,
  ),
  ...readEntries(
    'skill',
    'mathematics',
    `
    geometry: geometric shape, geometric figure, euclidean geometry, geometric, line segment, bisector, parallel lines
    area calculation: area of the, area of a, square meters, square feet, find the area, calculate the area, square units, area of?
    perimeter: circumference, perimeter of, length and width, fence around?
    volume?: volume of a, volume of the, cubic meter, cubic centimeter, find the volume, calculate the volume, cubic feet
    surface area: total surface area, lateral surface
    triangle: right triangle, equilateral, isosceles, hypotenuse, area of the triangle, side lengths, scalene
    pythagorean theorem: pythagoras theorem, pythagorean, pythagorean triple
    circle?: radius of, diameter of, radius, area of a circle, circle with radius, chord of a circle, arc length
    polygon: hexagon, pentagon, octagon, quadrilateral, trapezoid, rhombus, parallelogram, rectangle
    solid shape: sphere, cylinder, pyramid volume, cone volume, cuboid, three dimensional shape, polyhedron, prism?
    angle: acute angle, obtuse angle, interior angle, degrees in a, angle between, complementary angles
    trigonometry: sine, cosine, tangent of, trigonometric, sin x, cos x, sin cos tan, law of sines
    coordinate geometry: distance between two points, midpoint, coordinates of the point, euclidean distance, two points
    symmetry: line of symmetry, reflection and rotation, rotational symmetry, symmetric
    fractal: mandelbrot, koch, self similar
    probability: chance of, probability of, probability that, likelihood of, random event, odds of, equally likely, probable?
    dice and coin probability: roll a die, roll two dice, flip a coin, coin flip, coin toss, rolling a six, fair coin, fair die, pair of dice, possible outcomes, two dice
    card and urn probability: deck of cards, draw a card, drawn at random, without replacement, marbles in a bag, red balls
    conditional probability: bayes theorem, bayes rule, given that the probability, independent event, bayesian probability
    expected value: expectation of, random variable, expected number of
    probability distribution: normal distribution, binomial distribution, poisson distribution, gaussian distribution, exponential distribution, bell curve
    `,
  ),
  ...readEntries(
    'skill',
    'mathematics',
    `
    word problem: how many did, how many are left, how many more, how many does, how much did, how many do they have, have altogether, how many left, how many pages, how many pounds, how many steps, how much does each, how many boxes, how much more
    total calculation: in total, how many in all, altogether, combined total, total number, how many total, combined length, have together, combined age, total cost of, total amount, total weight
    remainder problem: how many remain, have left, are left, left over, gave away?, how much is left, gives away?, how much is left over, already has, how many are still
    money problem: how much money, how much does she spend, how much will it cost, how much change, total cost, how much did she pay, cost per, dollars each, quarters nickels and dimes, how much does it cost, minimum cost, worth of coins, how much did he spend, how much did it cost
    price calculation: price per, price of each, unit price, cost of each, each cost, final price
    wage problem: hourly wage, per hour and works, earns per, paid per hour, makes per hour, overtime pay, hourly rate, how much does he earn
    profit and loss: cost price, selling price, profit margin calculation, how much profit, made a profit, profit did, sells each for, how much was her profit, sells them for, how much profit did, how much was his profit
    discount calculation: discount on, sale price, percent discount, after the discount, discounted price, original price
    time problem: how many hours, how many minutes, how many days, how long will it take, how long did it take, minutes per, hours per day, hours does
    speed and distance: miles per hour, kilometers per hour, average speed, how far, distance traveled, how fast, km per hour, speed of?
    age problem: years older than, years younger than, how old, twice as old, times as old, age in years, half the age
    work rate problem: per day for, work together, fill the tank, how long would it take, pages per, per minute, how long does it take to
    mixture problem: mixture of, concentration of the solution, alcohol solution, mix together?
    sharing problem: divided equally among, shared equally, each person get, split the bill, shared among, each friend, each child get
    comparison problem: more than twice, fewer than, less than half, three times as many, twice as much, half as many, four times as many, times more than, as many as, as much as, times as much, half as much, less than twice
    rate problem: per week, per month, per year, each week, each month, how many per, a day how many
    savings problem: save up, how much has he saved, how long to save, piggy bank, saves per
    inventory problem: boxes of, each box contains, bags of, per pack, in each box, dozen?, each bag, packs of, crates of, bottles in each, cans of
    recipe scaling: cups of flour per, double the recipe, halve the recipe, servings how many
    date calculation: days between, days until, what day of the week, number of days, leap year, how many weeks
    clock problem: hour hand, minute hand, hands of a clock, angle on the clock, quarter past
    simple interest: simple interest rate, principal amount, interest earned on
    compound interest: compounded annually, compounded monthly, annual compounding
    population growth problem: exponential growth, growth rate, doubling time, grows by percent, half as large each
    math puzzle: magic square, sudoku, number puzzle, cryptarithm, 24 game, brain teaser with numbers
    math teaching: math problem, math word problem, math lesson, explain the math, math question, mathematics, maths
    `,
  ),
];
