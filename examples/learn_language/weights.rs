//! The weights file: a header in lines of text, the embeddings in bytes under one scale, each matrix in bytes with a scale
//! and a bias a column.

use nutgraf::language::network::{MAGIC, spans};

use super::{batch::Inventory, model::Model, parameters::Layer};

/// The greatest value of a byte.
const TOP: f32 = 127.0;
/// The share of embeddings that the scale leaves room for; the rest take its end.
const WITHIN: f64 = 0.9999;

fn byte(value: f32, scale: f32) -> u8 {
    ((value / scale).round().clamp(-TOP, TOP) as i8).cast_unsigned()
}

fn line<T: ToString>(out: &mut Vec<u8>, items: impl IntoIterator<Item = T>) {
    let items: Vec<String> = items.into_iter().map(|i| i.to_string()).collect();
    out.extend(items.join(" ").bytes());
    out.push(b'\n');
}

fn floats(out: &mut Vec<u8>, values: &[f32]) {
    out.extend(values.iter().flat_map(|v| v.to_le_bytes()));
}

fn matrix(out: &mut Vec<u8>, layer: &Layer) {
    let (values, outputs) = (&layer.weights.values, layer.outputs);
    let scale = |column: usize| {
        let top = values.iter().skip(column).step_by(outputs).fold(1e-9_f32, |a, v| a.max(v.abs()));
        top / TOP
    };
    let scales: Vec<f32> = (0..outputs).map(scale).collect();
    for (scale, bias) in scales.iter().zip(&layer.bias.values) {
        floats(out, &[*scale, *bias]);
    }
    for row in values.chunks_exact(outputs) {
        out.extend(row.iter().zip(&scales).map(|(v, scale)| byte(*v, *scale)));
    }
}

/// The file for a model.
pub(crate) fn bytes(model: &Model, inventory: &Inventory) -> Vec<u8> {
    let shape = &model.shape;
    let mut out = Vec::new();
    line(&mut out, [MAGIC]);
    line(&mut out, [shape.width, shape.arc, shape.relation, spans::LABELS]);
    line(&mut out, &shape.dilations);
    line(&mut out, shape.table.sizes());
    line(&mut out, inventory.tags.iter().map(|t| t.name()));
    line(&mut out, inventory.relations.iter().map(|r| r.name()));
    let embeddings = &model.embeddings.values;
    let mut sizes: Vec<f32> = embeddings.iter().map(|v| v.abs()).collect();
    let at = (sizes.len() as f64 * WITHIN) as usize;
    let scale = *sizes.select_nth_unstable_by(at, f32::total_cmp).1 / TOP;
    floats(&mut out, &[scale]);
    out.extend(embeddings.iter().map(|v| byte(*v, scale)));
    for layer in model.convolutions.iter().chain([&model.heads, &model.arc, &model.relation]) {
        matrix(&mut out, layer);
    }
    floats(&mut out, &model.root.values);
    floats(&mut out, &model.relation_distance.values);
    out
}
