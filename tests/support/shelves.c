#include "support/shelves.h"

#include "base/hash.h"
#include "base/memory.h"

struct item {
    uint32_t group;
    uint64_t weight;
};

struct shelf {
    uint32_t *items;
    uint64_t *ends; /* running sum of weights */
    size_t count;
};

struct shelves {
    struct arena names;
    struct hash_table groups; /* name -> number */
    uint64_t *group_weights;
    size_t group_count, group_capacity;
    struct item *items;
    size_t count, capacity;
    struct shelf shelf[SHELVES];
};

static void *must(void *block)
{
    if (!block)
        bench_die("out of memory", NULL);
    return block;
}

struct shelves *shelves_open(void)
{
    struct shelves *shelves = must(memory_zeroed(1, sizeof *shelves));
    arena_init(&shelves->names, (size_t)1 << 30);
    hash_table_init(&shelves->groups);
    return shelves;
}

void shelves_close(struct shelves *shelves)
{
    for (size_t i = 0; i < SHELVES; i++) {
        memory_free(shelves->shelf[i].items);
        memory_free(shelves->shelf[i].ends);
    }
    hash_table_release(&shelves->groups);
    arena_release(&shelves->names);
    memory_free(shelves->group_weights);
    memory_free(shelves->items);
    memory_free(shelves);
}

static uint32_t group_of(struct shelves *shelves, struct span name)
{
    bool is_new = false;
    uint64_t *number = hash_table_get(&shelves->groups, name);
    if (number)
        return (uint32_t)*number;
    struct span copy = arena_copy(&shelves->names, name.len ? name : span_text("-"));
    number = must(hash_table_put(&shelves->groups, copy, &is_new));
    if (!is_new)
        return (uint32_t)*number;
    shelves->group_weights =
        must(memory_grow(shelves->group_weights, &shelves->group_capacity,
                         shelves->group_count + 1, sizeof *shelves->group_weights));
    shelves->group_weights[shelves->group_count] = 0;
    *number = shelves->group_count++;
    return (uint32_t)*number;
}

void shelves_add(struct shelves *shelves, struct span group, uint64_t weight)
{
    uint32_t number = group_of(shelves, group);
    shelves->items = must(memory_grow(shelves->items, &shelves->capacity,
                                      shelves->count + 1, sizeof *shelves->items));
    shelves->items[shelves->count++] = (struct item){number, weight};
    shelves->group_weights[number] += weight;
}

/* The shelf of each group: where the least weighs so far. */
static void place_groups(const struct shelves *shelves, uint32_t *shelf_of)
{
    uint64_t load[SHELVES] = {0};
    for (size_t i = 0; i < shelves->group_count; i++) {
        uint32_t best = 0;
        for (uint32_t j = 1; j < SHELVES; j++)
            if (load[j] < load[best])
                best = j;
        shelf_of[i] = best;
        load[best] += shelves->group_weights[i];
    }
}

void shelves_arrange(struct shelves *shelves)
{
    uint32_t *shelf_of =
        must(memory_zeroed(shelves->group_count + 1, sizeof *shelf_of));
    place_groups(shelves, shelf_of);
    for (size_t i = 0; i < SHELVES; i++) {
        shelves->shelf[i].items = must(memory_zeroed(shelves->count, sizeof(uint32_t)));
        shelves->shelf[i].ends = must(memory_zeroed(shelves->count, sizeof(uint64_t)));
    }
    for (size_t i = 0; i < shelves->count; i++) {
        struct shelf *shelf = &shelves->shelf[shelf_of[shelves->items[i].group]];
        uint64_t before = shelf->count ? shelf->ends[shelf->count - 1] : 0;
        shelf->ends[shelf->count] = before + shelves->items[i].weight;
        shelf->items[shelf->count++] = (uint32_t)i;
    }
    memory_free(shelf_of);
}

size_t shelves_draw(const struct shelves *shelves, unsigned shelf_at,
                    struct chance *chance)
{
    while (shelves->shelf[shelf_at].count == 0)
        shelf_at = (shelf_at + 1) % SHELVES;
    const struct shelf *shelf = &shelves->shelf[shelf_at];
    uint64_t at = chance_below(chance, shelf->ends[shelf->count - 1]);
    size_t low = 0, high = shelf->count - 1;
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (shelf->ends[mid] > at)
            high = mid;
        else
            low = mid + 1;
    }
    return shelf->items[low];
}

ptrdiff_t shelves_neighbour(const struct shelves *shelves, size_t item)
{
    bool same = item + 1 < shelves->count &&
                shelves->items[item + 1].group == shelves->items[item].group;
    return same ? (ptrdiff_t)item + 1 : SHELVES_NONE;
}
