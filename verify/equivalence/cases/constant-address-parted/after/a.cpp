static const int mark = 7;
const int *one() { return &mark; }
