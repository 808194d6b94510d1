#ifndef WRITER_H
#define WRITER_H
namespace lib {
int other(int x);
}
#endif
