//! Guards and references end before the cell they come from.
use drystone::cell::{Cell, LazyCell, OnceCell, Ref, RefCell, RefMut};

fn main() {
    let guard: Ref<'_, i32>;
    {
        let cell = RefCell::new(1);
        guard = cell.borrow();
    }
    println!("{guard}");

    let guard: RefMut<'_, i32>;
    {
        let cell = RefCell::new([1, 2]);
        guard = RefMut::map(cell.borrow_mut(), |pair| &mut pair[0]);
    }
    println!("{guard}");

    let leaked: &i32;
    {
        let cell = RefCell::new(1);
        leaked = Ref::leak(cell.borrow());
    }
    println!("{leaked}");

    // Not even as long as the cell: as long as the guard.
    let value: &i32;
    let cell = RefCell::new(1);
    {
        let guard = cell.borrow();
        value = &guard;
    }
    println!("{value}");

    let value: &i32;
    {
        let cell = OnceCell::from(1);
        value = cell.get().unwrap();
    }
    println!("{value}");

    let value: &i32;
    {
        let cell = LazyCell::<i32>::new(|| 1);
        value = &cell;
    }
    println!("{value}");

    let cells: &[Cell<i32>];
    {
        let mut array = [1, 2];
        cells = Cell::from_mut(&mut array).as_array_of_cells();
    }
    println!("{cells:?}");
}
