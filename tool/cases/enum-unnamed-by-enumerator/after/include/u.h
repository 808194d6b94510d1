#pragma once
namespace u {
struct fwd;
int use(fwd *);
}
