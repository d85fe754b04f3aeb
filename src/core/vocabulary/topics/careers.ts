import { readEntries, type VocabularyEntry } from '../entry.ts';

/** Lists the tags for careers, productivity and education. */
export const careersEntries: readonly VocabularyEntry[] = [
  ...readEntries(
    'topic',
    'careers',
    `
    career advice: career path, career choice, career change, career goal, choose a career, career development, career?
    job search: find a job, look for a job, job hunting, job opening, job board, job seeker, job opportunity
    job application: apply for a job, application for the position, job applicant, apply for the position
    resume writing: resume, curriculum vitae, cv, resume for, improve my resume, objective statement
    cover letter: letter of application, application letter, motivation letter, statement of purpose, letter of interest
    job interview: interview question, interview tips, mock interview, interview preparation, prepare for an interview, interviewer, interviewee
    job description: job posting, job ad, job advertisement, job title, job requirements, job responsibilities
    recruitment: hiring, recruiter, hire, hiring manager, candidate selection, hiring process, recruit
    reference letter: recommendation letter, letter of recommendation, letter of reference, job reference
    resignation: resignation letter, quit my job, two weeks notice, leave my job, resign
    dismissal: fired, layoff, laid off, termination of employment, severance, fire an employee
    salary negotiation: ask for a raise, negotiate salary, pay raise, salary expectation, raise in salary
    promotion at work: get promoted, job promotion, career advancement, promoted to
    professional networking: linkedin, linkedin profile, network with, networking event, business card, elevator pitch
    professional skills: soft skills, hard skills, transferable skill, skills needed, interpersonal skill, communication skills, skill set
    internship: intern, apprentice, apprenticeship, trainee?, entry level job
    occupation: profession, type of job, job of a, what does a do for a living
    professional development: learn new skills, upskill, mentor, mentorship, professional growth, career coach
    freelance work: freelancer, freelance, upwork, fiverr, self employment
    paid time off: pto, vacation request, request time off, days off, sick leave, leave of absence, annual leave, vacation days
    maternity leave: paternity leave, parental leave, family leave
    work experience: job experience, work history, employment history, years of experience
    teaching career: become a teacher, teaching job, substitute teacher
    software career: software engineer job, developer job, coding interview, technical interview, become a developer, become a data scientist
    military career: join the army, soldier, veteran, military service, enlist
    employee rights at work: labor union, trade union, labour rights, employment contract, worker rights, overtime law
    job satisfaction: dream job, love my job, hate my job, job fulfillment
    `,
  ),
  ...readEntries(
    'topic',
    'productivity',
    `
    productivity: productive, increase productivity, be more productive, improve productivity, productivity tips, productivity tool
    time management: manage time, manage my time, time management skills, time management strategies, pomodoro, effective use of time, time wasting
    goal setting: set goals, smart goal, achieve goals, personal goal, achieve a goal, life goals
    procrastination: procrastinate, procrastinating, stop procrastinating
    daily routine: morning routine, daily schedule, evening routine, routine for, my routine, plan my day
    scheduling: create a schedule, weekly schedule, timetable, schedule for, study schedule, plan a schedule, schedule?
    prioritisation: prioritize, eisenhower, task priority, prioritizing, urgent and important
    organisation skills: get organized, organized, stay organized, organize my, organizational skill
    note taking: take notes, notes app, evernote, notion app, obsidian, second brain
    focus and concentration: stay focused, concentrate, distraction, improve focus, improve concentration, lack of focus
    habit building: good habit, bad habit, build a habit, habits, break a habit, form a habit
    motivation: motivate, motivated, motivational, stay motivated, self motivation, lack of motivation, intrinsic motivation
    self improvement: personal growth, personal development, improve myself, self help, better person, self improvement book, new year's resolution
    self discipline: willpower, self control, discipline?, delayed gratification, commitment to
    checklist planning: planner?, bullet journal, checklist for, task management, task manager, trello
    email management: inbox zero, organize emails, email overload, email inbox, email etiquette
    action plan: step plan, plan of action, action item, make a plan, planning?
    multitasking: do several things at once, multi task, multiple tasks at once
    mind map: brainstorming technique, brainstorming session, concept map
    `,
  ),
  ...readEntries(
    'topic',
    'education',
    `
    education: educational, education system, importance of education, quality of education, educator, education reform
    teaching: teacher?, teaching method, teach a class, teaching strategy, pedagogy, instructional, teaching style, classroom management
    lesson plan: plan a lesson, class activity, classroom activity, learning objective, teach students, unit plan
    curriculum design: curriculum, syllabus, course outline, course design, course description, course material
    study skills: study tips, study habits, how to study, study for, study plan, study effectively, studying, revise for
    exam preparation: exam, prepare for an exam, final exam, exam question, test preparation, study for an exam, upcoming exam
    quiz question: quiz, multiple choice question, quiz about, quiz on, test question, true or false question, flashcard
    homework: homework assignment, do my homework, school assignment, too much homework, homework help
    standardised test: gre, ielts, toefl, gmat, test score
    grading: grade the essay, rubric, gpa, grade point average, report card, final grade, grading system
    school: elementary school, school rule, school day, private school, public school, school uniform, schooling
    high school: secondary school, middle school, high school student, teenager at school, high schooler
    kindergarten: preschool, early childhood education, nursery school, toddler learning, preschooler
    college: university, college student, university student, campus, college life, college education, undergraduate
    college admission: college application, admission essay, college essay, apply to college, university admission, personal statement
    scholarship: financial aid, tuition, student debt, cost of college, tuition fee
    academic degree: bachelor's degree, master's degree, phd, academic major, graduate school, diploma, doctorate
    online learning: online course, e learning, distance learning, online education, mooc, coursera, virtual classroom, online class
    homeschooling: home school, homeschool, home education
    educational technology: technology in education, technology in the classroom, edtech, learning app, learning management system
    special education: learning disability, dyslexia, special needs, inclusive education, gifted student
    stem education: stem?, stem fields, girls in stem, science education, science class
    teacher student relationship: student engagement, engage students, motivate students, student behavior, student teacher
    learning style: visual learner, active learning, project based learning, learning theory, montessori, constructivism, critical thinking skill
    memory technique: mnemonic, memorize, improve memory, memory palace, spaced repetition, remember things
    reading comprehension: comprehension question, reading passage, read the passage, according to the passage, based on the passage, questions based on the text, given passage
    academic research: research paper, research topic, research project, dissertation, thesis, scholarly, research proposal topic, literature review
    academic writing: academic paper, term paper, abstract for, academic essay, academic article, research abstract
    citation: apa style, mla format, bibliography, reference list, cite, works cited, plagiarism, apa format
    extracurricular activity: after school, school club, school trip, field trip, student council
    education policy: education inequality, school funding, access to education, no child left behind, free education
    student life: students?, dorm, roommate, fraternity, graduation
    tutoring: tutor, private lesson, peer tutoring
    library?: librarian, school library, public library, library science
    study abroad: exchange student, international student
    school subject: geography class, favorite subject, history class, math class
    bullying at school: school bully, school violence, school shooting, peer pressure
    children's learning: teach children, teach kids, explain to a child, kids learn, activities for kids
    `,
  ),
];
