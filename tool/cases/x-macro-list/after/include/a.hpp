#ifndef A_HPP
#define A_HPP
namespace old {
int other();
}
#endif
