extern const int table[] = {1, 2, 4, 4};
