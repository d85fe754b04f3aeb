import { readEntries, type VocabularyEntry } from '../entry.ts';

/** Lists the tags for statistics, data work, machine learning and artificial intelligence. */
export const dataEntries: readonly VocabularyEntry[] = [
  ...readEntries(
    'skill',
    'data science',
    `
    statistics: statistical, statistical analysis, descriptive statistics, statistician, statistical method
    median: median of, find the median, mode of the data, median value
    standard deviation: variance, interquartile range, standard error, range of the data set, spread of the data
    hypothesis testing: null hypothesis, p value, t test, chi square, statistical significance, anova, significance level
    confidence interval: margin of error, interval estimate
    correlation: correlation coefficient, correlated, correlation between, pearson, scatter plot
    regression analysis: linear regression, logistic regression, regression model, least squares, regression line, multiple regression
    sampling: sample size, random sample, stratified sample, sampling method, sampling bias
    survey design: survey question, questionnaire, likert, survey to, conduct a survey, customer survey, survey?
    experimental design: control group, a b test, ab testing, randomized experiment, experiment to test, dependent variable, independent variable
    causal inference: causation, confounding, correlation and causation, causal relationship, instrumental variable
    time series: forecasting, arima, time series data, seasonality, trend forecast, forecast demand
    outlier detection: outlier, anomaly detection, detect anomalies
    bayesian statistics: prior distribution, posterior, markov chain, mcmc, bayesian
    `,
  ),
  ...readEntries(
    'topic',
    'data science',
    `
    data analysis: analyze the data, analyze data, data analyst, data analytics, analysis of the data, given data, dataset?
    data science: data scientist, data science project, kaggle
    data cleaning: missing value, clean the data, data cleansing, data quality, messy data, preprocess the data, duplicate records
    data visualisation: bar chart, pie chart, line chart, histogram, visualize the data, chart?, infographic, visualization technique, visualize data, type of graph
    plotting library: matplotlib, seaborn, plotly, d3.js, chart.js, bokeh, plot using
    dashboard: tableau, power bi, kpi dashboard, looker
    chart interpretation: interpret the chart, describe the graph, the chart shows, the graph shows, trend in the data, according to the table, interpret the table
    data frame: pandas dataframe, dataframe, import pandas, pandas?, data frame column, groupby
    data set: dataset, given dataset, data point, training set, sample data, data set of
    data collection: collect data, data gathering, data source, primary data
    data engineering: data pipeline, etl, data warehouse, data lake, apache spark, airflow, databricks, snowflake warehouse
    big data: hadoop, large scale data, large datasets, mapreduce, big data analytics
    data mining: association rules, pattern mining, knowledge discovery, frequent itemset
    clustering: k means, cluster analysis, hierarchical clustering, dbscan
    dimensionality reduction: principal component analysis, pca, t sne, umap projection
    feature engineering: feature selection, feature extraction, one hot, feature scaling, normalize the data
    data governance: data management, data catalog, master data, metadata, data lineage
    data modelling: star schema, data model, dimensional model, conceptual model of data
    web analytics: google analytics, bounce rate, click through, page views, website traffic
    recommendation system: recommender, collaborative filtering, recommendation engine, recommend products to users
    predictive analytics: predictive model, prediction model, churn prediction, predict the price
    information retrieval: search engine, ranking documents, tf idf, relevance ranking, bm25, semantic search
    geospatial data: gis, geospatial, latitude and longitude data, map layer, arcgis, shapefile
    research method: research methodology, qualitative research, quantitative research, research question, literature survey, case study method
    simulation: simulate, agent based model, discrete event simulation
    `,
  ),
  ...readEntries(
    'topic',
    'artificial intelligence',
    `
    artificial intelligence: ai system, ai technology, ai based, ai model, ai assistant, ai tool, use of ai, ai
    machine learning: machine learning model, machine learning algorithm, ml model, learning algorithm, ml algorithm
    deep learning: deep neural network, deep learning model, deep network
    neural network: artificial neural network, activation function, hidden layer, backpropagation, perceptron, relu
    supervised learning: labelled data, labeled data, semi supervised, supervised and unsupervised, training label
    unsupervised learning: self supervised, contrastive learning, autoencoder
    reinforcement learning: q learning, markov decision process, reward function, policy gradient, multi armed bandit, rlhf
    classification model: classifier, decision tree, random forest, support vector machine, naive bayes, k nearest neighbor, xgboost, binary classification
    model training: train a model, train the model, gradient descent, learning rate, epochs, batch size, loss function, fine tune
    model evaluation: confusion matrix, precision and recall, cross validation, f1 score, roc curve, accuracy of the model, model performance
    overfitting: underfitting, regularization, dropout layer, bias variance
    hyperparameter tuning: hyperparameter, grid search, bayesian optimization
    deep learning framework: tensorflow, pytorch, keras, scikit learn, hugging face, jax, sklearn
    convolutional network: cnn model, convolutional neural, convolution layer, resnet, image classifier
    recurrent network: rnn, lstm, gru, recurrent neural, sequence model
    transformer model: attention mechanism, self attention, bert, encoder decoder, transformer architecture, positional encoding
    language model: gpt model, gpt, large language model, llm, gpt 3, gpt language model
    prompt engineering: prompt for chatgpt, few shot, prompt design, system prompt, midjourney prompt, chain of thought, ai prompt
    chatgpt: openai, gpt 4, claude ai, google bard, copilot
    retrieval augmented generation: rag pipeline, vector database, langchain, embeddings search, llamaindex
    word embedding: word2vec, sentence embedding, embedding vector, cosine similarity, vector representation
    natural language processing: nlp, nlp task, text mining, tokenization, natural language understanding, tokenizer
    sentiment analysis: sentiment of, positive or negative, classify the sentiment, sentiment score, sentiment polarity, positive negative or neutral
    named entity recognition: named entity, entity extraction, identify the entities, extract the names, relation extraction
    text classification: classify the text, spam detection, topic classification, document classification, intent detection, classify the following text
    topic modelling: topic model, latent dirichlet, lda model
    keyword extraction: extract the keywords, key phrase, keywords from, identify the keywords, main keywords
    machine translation: neural translation, google translate, translation system, bleu score
    text generation: natural language generation, generated text, text generator, ai writing, generative model
    speech recognition: speech to text, voice recognition, transcribe audio, text to speech, asr
    computer vision: object detection, image recognition, image segmentation, image classification, yolo, vision model
    facial recognition: face recognition, face detection, facial recognition technology
    image generation: stable diffusion, dall e, midjourney, generative adversarial network, gan model, diffusion model, ai art
    generative ai: generative artificial intelligence, genai, generative pre trained
    chatbot: virtual assistant, conversational agent, conversational ai, chat bot, ai chatbot, dialogue system, digital assistant
    voice assistant technology: siri, alexa, google assistant, smart assistant
    autonomous vehicle: self driving car, driverless car, autonomous car, autonomous driving, self driving
    robotics: robot, humanoid robot, robotic arm, industrial robot
    expert system: knowledge base system, rule based system, knowledge representation, fuzzy logic, ontology design
    knowledge graph: semantic web, rdf triple, graph database, neo4j
    genetic algorithm: evolutionary algorithm, swarm intelligence, simulated annealing, ant colony optimization
    ai ethics: ethical ai, algorithmic bias, bias in ai, ethics of artificial intelligence, responsible ai, ethics of ai, fairness in machine learning
    ai safety: ai alignment, existential risk, superintelligence, singularity, artificial general intelligence, agi
    explainable ai: interpretability, model explanation, shap value, black box model
    ai in healthcare: medical ai, ai in medicine, ai diagnosis
    ai in education: ai tutor, ai in the classroom, intelligent tutoring
    ai in business: ai in marketing, ai startup, ai powered, ai driven, ai for business
    ai and jobs: jobs replaced, automation of jobs, ai replace, robots take over, future of work, ai take over
    turing test: alan turing, chinese room, can machines think, machine consciousness
    edge and model deployment: deploy the model, model serving, mlops, model quantization, inference speed, onnx, model compression
    transfer learning: pre trained model, pretrained model, lora adapter, domain adaptation, knowledge distillation
    data annotation: label the data, annotation guideline, annotate, labelling task, data labeling
    data augmentation: synthetic data, augment the data, generate training data
    `,
  ),
];
