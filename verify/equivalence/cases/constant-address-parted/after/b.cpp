static const int mark = 7;
const int *two() { return &mark; }
