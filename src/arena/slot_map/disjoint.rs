#![forbid(unsafe_code)]
//! Several exclusive references into one slice at once.

/// The elements at `indices`, in their order; `None` when two indices are the same, or one is too large.
///
/// The slice is cut into parts from left to right, so that each reference is to a part of its own. This costs a sort
/// of `N` numbers, by insertion: `N` is small.
pub(super) fn disjoint<T, const N: usize>(
    slice: &mut [T],
    indices: [usize; N],
) -> Option<[&mut T; N]> {
    let mut order: [usize; N] = core::array::from_fn(|position| position);
    for sorted in 1..N {
        let mut at = sorted;
        while at > 0 && indices[order[at]] < indices[order[at - 1]] {
            order.swap(at, at - 1);
            at -= 1;
        }
    }
    let mut found: [Option<&mut T>; N] = [const { None }; N];
    let mut rest = slice.iter_mut();
    let mut passed = 0;
    for position in order {
        // An index that was passed already is one that came twice.
        let ahead = indices[position].checked_sub(passed)?;
        found[position] = Some(rest.nth(ahead)?);
        passed += ahead + 1;
    }
    Some(found.map(|element| match element {
        Some(element) => element,
        None => unreachable!("each position was given an element"),
    }))
}
