#pragma once
struct Used {};
