__attribute__((used)) int mark = 1;
