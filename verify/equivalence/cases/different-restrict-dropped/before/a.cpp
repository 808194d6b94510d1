void copy(int *__restrict a, int *__restrict b) { *a = *b; }
