#ifndef C_H
#define C_H
int c_two(int);
#endif
