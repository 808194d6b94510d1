#ifndef D_H
#define D_H

struct s { int a; };
int c_one(struct s);

#endif
