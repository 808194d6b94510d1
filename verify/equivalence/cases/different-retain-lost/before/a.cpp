__attribute__((used, retain)) int mark = 1;
