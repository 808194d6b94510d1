void copy(int *__restrict a, int *b) { *a = *b; }
