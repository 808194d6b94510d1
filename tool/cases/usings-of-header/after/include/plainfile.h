#ifndef PLAIN_H
#define PLAIN_H

using namespace Tag;

#endif
