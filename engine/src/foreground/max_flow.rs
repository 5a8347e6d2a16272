//! Minimum cut of a graph with two terminals, by augmenting paths found from two search trees.
//!
//! Boykov & Kolmogorov, "An experimental comparison of min-cut/max-flow algorithms for energy minimization in vision",
//! PAMI 26(9), 2004, with the distance heuristics of Kolmogorov's thesis (2004). Capacities are integers, so the flow,
//! and with it the cut, is exact.

use std::collections::VecDeque;

const NONE: u32 = u32::MAX;
const TERMINAL: u32 = u32::MAX - 1;
const ORPHAN: u32 = u32::MAX - 2;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Tree {
    Free,
    Source,
    Sink,
}

/// A link between two nodes with the same capacity both ways.
#[derive(Debug, Clone, Copy)]
pub struct Link {
    /// One node.
    pub a: u32,
    /// The other.
    pub b: u32,
    /// What it costs to cut them apart, not negative.
    pub capacity: i32,
}

/// `terminal[i]` is node `i`'s capacity from the source less that to the sink. Returns for each node whether it stays
/// with the source; nodes that neither terminal reaches go to the sink.
pub fn min_cut(terminal: &[i32], links: &[Link]) -> Vec<bool> {
    let mut graph = Graph::new(terminal, links);
    graph.run();
    graph.tree.iter().map(|&tree| tree == Tree::Source).collect()
}

struct Graph {
    /// Arcs of node `i` are `first_arc[i]..first_arc[i + 1]`.
    first_arc: Vec<u32>,
    head: Vec<u32>,
    sister: Vec<u32>,
    residual: Vec<i32>,
    /// Residual capacity from the source (positive) or to the sink (negative).
    terminal: Vec<i32>,
    tree: Vec<Tree>,
    /// The arc from a node to its parent.
    parent: Vec<u32>,
    /// Steps to the terminal, valid when `stamp` is the time of the last check.
    distance: Vec<u32>,
    stamp: Vec<u32>,
    time: u32,
    active: VecDeque<u32>,
    is_active: Vec<bool>,
    orphans: VecDeque<u32>,
}

impl Graph {
    fn new(terminal: &[i32], links: &[Link]) -> Self {
        let nodes = terminal.len();
        let mut first_arc = vec![0_u32; nodes + 1];
        for link in links {
            first_arc[link.a as usize + 1] += 1;
            first_arc[link.b as usize + 1] += 1;
        }
        for i in 0..nodes {
            first_arc[i + 1] += first_arc[i];
        }
        let mut next: Vec<u32> = first_arc[..nodes].to_vec();
        let mut head = vec![0; links.len() * 2];
        let mut sister = vec![0; links.len() * 2];
        let mut residual = vec![0; links.len() * 2];
        for link in links {
            let (forth, back) = (next[link.a as usize], next[link.b as usize]);
            next[link.a as usize] += 1;
            next[link.b as usize] += 1;
            (head[forth as usize], sister[forth as usize], residual[forth as usize]) = (link.b, back, link.capacity);
            (head[back as usize], sister[back as usize], residual[back as usize]) = (link.a, forth, link.capacity);
        }
        let mut graph = Graph {
            first_arc,
            head,
            sister,
            residual,
            terminal: terminal.to_vec(),
            tree: vec![Tree::Free; nodes],
            parent: vec![NONE; nodes],
            distance: vec![0; nodes],
            stamp: vec![0; nodes],
            time: 0,
            active: VecDeque::new(),
            is_active: vec![false; nodes],
            orphans: VecDeque::new(),
        };
        for (i, &capacity) in terminal.iter().enumerate() {
            if capacity != 0 {
                graph.tree[i] = if capacity > 0 { Tree::Source } else { Tree::Sink };
                graph.parent[i] = TERMINAL;
                graph.distance[i] = 1;
                graph.activate(i as u32);
            }
        }
        graph
    }

    fn arcs(&self, node: u32) -> std::ops::Range<usize> {
        self.first_arc[node as usize] as usize..self.first_arc[node as usize + 1] as usize
    }

    fn activate(&mut self, node: u32) {
        if !self.is_active[node as usize] {
            self.is_active[node as usize] = true;
            self.active.push_back(node);
        }
    }

    fn run(&mut self) {
        while let Some(node) = self.active.pop_front() {
            // A node stays at work until its neighbourhood yields no more paths.
            while self.tree[node as usize] != Tree::Free {
                let Some(bridge) = self.grow(node) else { break };
                self.time += 1;
                self.augment(bridge);
                self.adopt();
            }
            self.is_active[node as usize] = false;
        }
    }

    /// Whether `tree` can carry flow over `arc`, taken as leaving a node of that tree.
    fn carries(&self, tree: Tree, arc: usize) -> bool {
        match tree {
            Tree::Source => self.residual[arc] > 0,
            Tree::Sink => self.residual[self.sister[arc] as usize] > 0,
            Tree::Free => false,
        }
    }

    /// Extends the tree at `node`; the arc from the source tree to the sink tree where they meet.
    fn grow(&mut self, node: u32) -> Option<usize> {
        let tree = self.tree[node as usize];
        for arc in self.arcs(node) {
            if !self.carries(tree, arc) {
                continue;
            }
            let other = self.head[arc] as usize;
            if self.tree[other] == Tree::Free {
                self.tree[other] = tree;
                self.parent[other] = self.sister[arc];
                self.stamp[other] = self.stamp[node as usize];
                self.distance[other] = self.distance[node as usize] + 1;
                self.activate(other as u32);
            } else if self.tree[other] != tree {
                return Some(if tree == Tree::Source { arc } else { self.sister[arc] as usize });
            } else if self.stamp[other] <= self.stamp[node as usize]
                && self.distance[other] > self.distance[node as usize]
                && self.parent[other] != TERMINAL
            {
                // A shorter way to the terminal.
                self.parent[other] = self.sister[arc];
                self.stamp[other] = self.stamp[node as usize];
                self.distance[other] = self.distance[node as usize] + 1;
            }
        }
        None
    }

    /// Pushes what the path through `bridge` can take; nodes cut from their parents become orphans.
    fn augment(&mut self, bridge: usize) {
        let source_end = self.head[self.sister[bridge] as usize];
        let sink_end = self.head[bridge];
        let mut flow = self.residual[bridge];
        let mut node = source_end as usize;
        while self.parent[node] != TERMINAL {
            let arc = self.parent[node] as usize;
            flow = flow.min(self.residual[self.sister[arc] as usize]);
            node = self.head[arc] as usize;
        }
        flow = flow.min(self.terminal[node]);
        node = sink_end as usize;
        while self.parent[node] != TERMINAL {
            let arc = self.parent[node] as usize;
            flow = flow.min(self.residual[arc]);
            node = self.head[arc] as usize;
        }
        flow = flow.min(-self.terminal[node]);

        self.push(bridge, flow);
        node = source_end as usize;
        while self.parent[node] != TERMINAL {
            let arc = self.parent[node] as usize;
            let inward = self.sister[arc] as usize;
            self.push(inward, flow);
            if self.residual[inward] == 0 {
                self.orphan(node);
            }
            node = self.head[arc] as usize;
        }
        self.terminal[node] -= flow;
        if self.terminal[node] == 0 {
            self.orphan(node);
        }
        node = sink_end as usize;
        while self.parent[node] != TERMINAL {
            let arc = self.parent[node] as usize;
            self.push(arc, flow);
            if self.residual[arc] == 0 {
                self.orphan(node);
            }
            node = self.head[arc] as usize;
        }
        self.terminal[node] += flow;
        if self.terminal[node] == 0 {
            self.orphan(node);
        }
    }

    fn push(&mut self, arc: usize, flow: i32) {
        self.residual[arc] -= flow;
        self.residual[self.sister[arc] as usize] += flow;
    }

    fn orphan(&mut self, node: usize) {
        self.parent[node] = ORPHAN;
        self.orphans.push_front(node as u32);
    }

    /// Finds each orphan a new parent in its tree, or frees it.
    fn adopt(&mut self) {
        while let Some(node) = self.orphans.pop_front() {
            let tree = self.tree[node as usize];
            let mut best: Option<(u32, usize)> = None;
            for arc in self.arcs(node) {
                let other = self.head[arc] as usize;
                if self.tree[other] != tree || !self.carries(tree, self.sister[arc] as usize) {
                    continue;
                }
                if let Some(distance) = self.distance_to_terminal(other)
                    && best.is_none_or(|(least, _)| distance < least)
                {
                    best = Some((distance, arc));
                }
            }
            if let Some((distance, arc)) = best {
                self.parent[node as usize] = arc as u32;
                self.stamp[node as usize] = self.time;
                self.distance[node as usize] = distance + 1;
                continue;
            }
            self.tree[node as usize] = Tree::Free;
            self.parent[node as usize] = NONE;
            for arc in self.arcs(node) {
                let other = self.head[arc] as usize;
                if self.tree[other] != tree {
                    continue;
                }
                if self.carries(tree, self.sister[arc] as usize) {
                    self.activate(other as u32);
                }
                let parent = self.parent[other];
                if parent < ORPHAN && self.head[parent as usize] == node {
                    self.parent[other] = ORPHAN;
                    self.orphans.push_back(other as u32);
                }
            }
        }
    }

    /// Steps from `node` up to its terminal, or none where the way ends in an orphan; the nodes passed are stamped.
    fn distance_to_terminal(&mut self, node: usize) -> Option<u32> {
        let mut steps = 0;
        let mut at = node;
        let total = loop {
            if self.stamp[at] == self.time && self.parent[at] != ORPHAN {
                break steps + self.distance[at];
            }
            match self.parent[at] {
                TERMINAL => {
                    self.stamp[at] = self.time;
                    self.distance[at] = 1;
                    break steps + 1;
                }
                ORPHAN | NONE => return None,
                arc => at = self.head[arc as usize] as usize,
            }
            steps += 1;
        };
        let mut distance = total;
        let mut at = node;
        while self.stamp[at] != self.time {
            self.stamp[at] = self.time;
            self.distance[at] = distance;
            distance -= 1;
            at = self.head[self.parent[at] as usize] as usize;
        }
        Some(total)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cost(terminal: &[i32], links: &[Link], source: &[bool]) -> i64 {
        let ends: i64 = terminal
            .iter()
            .zip(source)
            .map(|(&t, &s)| if s { i64::from((-t).max(0)) } else { i64::from(t.max(0)) })
            .sum();
        let cuts: i64 = links
            .iter()
            .filter(|link| source[link.a as usize] != source[link.b as usize])
            .map(|link| i64::from(link.capacity))
            .sum();
        ends + cuts
    }

    proptest! {
        #[test]
        fn no_labelling_is_cheaper(
            terminal in prop::collection::vec(-20..20_i32, 2..11),
            pairs in prop::collection::vec((0..10_u32, 1..10_u32, 0..15_i32), 0..40),
        ) {
            let n = terminal.len() as u32;
            let links: Vec<Link> = pairs
                .into_iter()
                .map(|(a, step, capacity)| Link { a: a % n, b: (a % n + 1 + step % (n - 1)) % n, capacity })
                .filter(|link| link.a != link.b)
                .collect();
            let found = cost(&terminal, &links, &min_cut(&terminal, &links));
            let least = (0..1_u32 << n)
                .map(|bits| cost(&terminal, &links, &(0..n).map(|i| bits >> i & 1 == 1).collect::<Vec<_>>()))
                .min();
            prop_assert_eq!(Some(found), least);
        }
    }

    #[test]
    fn a_long_chain_is_cut_at_its_weakest_link() {
        let nodes = 5000;
        let mut terminal = vec![0; nodes];
        terminal[0] = 1000;
        terminal[nodes - 1] = -1000;
        let links: Vec<Link> = (0..nodes as u32 - 1)
            .map(|i| Link { a: i, b: i + 1, capacity: if i == 3210 { 7 } else { 8 + (i % 5) as i32 } })
            .collect();
        let side = min_cut(&terminal, &links);
        assert!(side[..=3210].iter().all(|&s| s) && side[3211..].iter().all(|&s| !s));
    }
}
