#ifndef C_H
#define C_H
struct s { int a; };
int c_one(struct s);
int c_two(int);
#endif
