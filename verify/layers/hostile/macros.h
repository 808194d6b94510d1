#define FROM_MACROS
int not_seen;
