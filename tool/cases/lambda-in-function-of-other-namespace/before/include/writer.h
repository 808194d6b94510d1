#ifndef WRITER_H
#define WRITER_H
namespace lib {
bool quoted(const char *text, int size);
int other(int x);
}
#endif
